package org.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server's {@code bin/baton} and its management model, against the running server. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class CommandIT {
  @ArquillianResource private ManagementClient management;
  @TempDir private Path directory;

  @Deployment(testable = false)
  static WebArchive sample() {
    return TestServer.sampleWar();
  }

  private Command.Run baton(String... arguments) throws IOException, InterruptedException {
    return Command.run(directory, arguments);
  }

  @Test
  void showsTheStatus() throws Exception {
    Command.Run run = baton("status");

    assertThat(run.err()).isEqualToIgnoringNewLines("baton: UP on no node: elsewhere");
    assertThat(run.out())
        .contains("view: n1", "quorate: yes (policy none)")
        .containsPattern("web +n1 +\\d+ +PRIMARY UP")
        .containsPattern("elsewhere +none")
        .containsPattern("lan +tcp lo 127.0.0.1:");
    assertThat(run.code()).isEqualTo(7);
  }

  @Test
  void saysWhyAMoveIsRefused() throws Exception {
    Command.Run run = baton("move", "web", "--to", "nosuch");

    assertThat(run.err()).startsWith("baton: ").contains("'nosuch'").contains("n1").hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(5);
  }

  @Test
  void theModelRefusesTheSameMoveWithTheSameWords() throws Exception {
    String refusal = new Model(management).failToMove("web", "nosuch");

    assertThat(refusal).contains("'nosuch'").contains("n1");
  }

  @Test
  void stopsAServiceSaysWhyItIsNowhereAndStartsIt() throws Exception {
    try {
      Command.Run stopped = baton("stop", "web");

      assertThat(stopped.err()).isEmpty();
      assertThat(stopped.out()).startsWith("web is stopped, it was on n1;");
      assertThat(stopped.code()).isZero();
      assertThat(baton("explain", "web").out())
          .contains("service 'web' is held by nobody: an operator has stopped it")
          .contains("start it");
    } finally {
      Command.Run started = baton("start", "web");

      assertThat(started.err()).isEmpty();
      assertThat(started.out()).startsWith("web is UP on n1 (epoch ");
    }
  }

  @Test
  void theModelStopsExplainsAndStarts() throws Exception {
    Model model = new Model(management);
    try {
      model.run("stop", "web");
      model.awaitState("web", "RECOVER");
      assertThat(model.run("explain", "web").get("summary").asString())
          .contains("an operator has stopped it");
    } finally {
      model.run("start", "web");
    }
    ModelNode explanation = model.run("explain", "web");

    assertThat(explanation.get("summary").asString()).contains("'web' is UP on n1");
    assertThat(explanation.get("nodes", "n1", "role").asString()).isEqualTo("PRIMARY");
    assertThat(explanation.get("would-move").asList()).isNotEmpty();
  }

  @Test
  void theModelFailsAServiceAndRecoversIt() throws Exception {
    Model model = new Model(management);
    try {
      model.run("fail", "web");
      model.awaitState("web", "FAIL");
    } finally {
      model.run("recover", "web");
    }
    model.awaitState("web", "UP");
  }

  @Test
  void theModelTakesTheNodeOutOfServiceAndLogsIt() throws Exception {
    Model model = new Model(management);
    try {
      model.run("maintenance", "on", ModelNode.TRUE);
      model.awaitState("web", "RECOVER");
      assertThat(model.run("read-attribute", "name", new ModelNode("maintenance")).asBoolean())
          .isTrue();
    } finally {
      model.run("maintenance", "on", ModelNode.FALSE);
    }
    model.awaitState("web", "UP");
    List<ModelNode> log = model.run("log", "newest", new ModelNode(1000)).asList();

    assertThat(log)
        .anyMatch(
            entry ->
                entry.get("what").asString().equals("UP -> STOPPING")
                    && entry.get("reason").asString().equals("maintenance")
                    && entry.get("service").asString().equals("web"));
    assertThat(model.run("log", "newest", new ModelNode(1)).asList()).hasSize(1);
  }

  /** The server has read them from its XML. */
  @Test
  void theModelHasTheSettingsOfAService() throws Exception {
    ModelNode elsewhere = new Model(management).run("read-resource", "elsewhere");

    assertThat(elsewhere.get("failback").asString()).isEqualTo("auto");
    assertThat(elsewhere.get("failback-delay").asLong()).isEqualTo(5000);
    assertThat(elsewhere.get("flap-limit").asInt()).isEqualTo(3);
    assertThat(elsewhere.get("flap-window").asString()).isEqualTo("${flap.window:60000}");
    assertThat(elsewhere.get("reclaim").asString()).isEqualTo("newest-epoch");
  }

  @Test
  void showsTheLog() throws Exception {
    Command.Run run = baton("log", "--newest", "1000");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("TIME")
        .containsPattern("web +\\d+ +STARTING -> UP +holds epoch");
    assertThat(run.code()).isZero();
  }
}
