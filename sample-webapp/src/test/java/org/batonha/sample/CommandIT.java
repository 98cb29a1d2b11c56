package org.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server's {@code bin/baton} and its management model, against the running server. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class CommandIT {
  /** The command itself gives up sooner; this is for a machine that is very busy. */
  private static final String PATIENCE = "20";

  @ArquillianResource private ManagementClient management;
  @TempDir private Path directory;

  private record Run(int code, String out, String err) {}

  @Deployment(testable = false)
  static WebArchive sample() {
    return TestServer.sampleWar();
  }

  private Run baton(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(TestServer.home().resolve("bin/baton").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("--timeout", PATIENCE, "--server", "127.0.0.1:" + TestServer.MANAGEMENT_PORT));
    File out = directory.resolve("out").toFile();
    File err = directory.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().put("BATON_NO_CACHE", "true");
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(out.toPath(), StandardCharsets.UTF_8),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }

  @Test
  void showsTheStatus() throws Exception {
    Run run = baton("status");

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
    Run run = baton("move", "web", "--to", "nosuch");

    assertThat(run.err()).startsWith("baton: ").contains("'nosuch'").contains("n1").hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(5);
  }

  @Test
  void theModelRefusesTheSameMoveWithTheSameWords() throws Exception {
    String refusal = new Model(management).failToMove("web", "nosuch");

    assertThat(refusal).contains("'nosuch'").contains("n1");
  }
}
