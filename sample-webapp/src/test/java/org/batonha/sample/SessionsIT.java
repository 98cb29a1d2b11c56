package org.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /subsystem=baton/sessions=durable}, as the install script adds it, on one node. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SessionsIT {
  @ArquillianResource private ManagementClient management;

  @Deployment(testable = false)
  static WebArchive sample() {
    return TestServer.sampleWar();
  }

  private ModelNode read() throws IOException {
    ModelNode read = Model.at("read-resource", "baton", "sessions", "durable");
    read.get("include-runtime").set(true);
    return new Model(management).succeed(read);
  }

  private void write(String attribute, ModelNode value) throws IOException {
    ModelNode write = Model.at("write-attribute", "baton", "sessions", "durable");
    write.get("name").set(attribute);
    write.get("value").set(value);
    new Model(management).succeed(write);
  }

  @Test
  void anAnswerWaitsForACommitThatIsSeen() throws Exception {
    Visitor visitor = new Visitor();
    visitor.count();
    ModelNode before = read();

    visitor.count();
    visitor.count();

    ModelNode after = read();
    assertThat(after.get("withheld").asLong()).isEqualTo(before.get("withheld").asLong() + 2);
    assertThat(after.get("committed").asLong()).isEqualTo(before.get("committed").asLong() + 2);
    assertThat(after.get("failed").asLong()).isZero();
    assertThat(after.get("waiting").asLong()).isZero();
    assertThat(after.get("mean-wait").asLong()).isPositive();
  }

  @Test
  void aRequestThatChangesNothingIsNotWithheld() throws Exception {
    Visitor visitor = new Visitor();
    visitor.count();
    long before = read().get("withheld").asLong();

    visitor.status();
    visitor.get("page.css");

    assertThat(read().get("withheld").asLong()).isEqualTo(before);
  }

  @Test
  void settingsChangeAtOnceAndWithinTheirBounds() throws Exception {
    try {
      write("on-failure", new ModelNode("warn"));
      write("timeout", new ModelNode(2500));
      assertThat(read().get("on-failure").asString()).isEqualTo("warn");
      assertThat(read().get("timeout").asLong()).isEqualTo(2500);
      assertThatThrownBy(() -> write("timeout", new ModelNode(99))).hasMessageContaining("100");
      assertThatThrownBy(() -> write("on-failure", new ModelNode("hope")))
          .hasMessageContaining("hope");
      assertThat(new Visitor().count()).isEqualTo("1 n1\n");
    } finally {
      write("on-failure", new ModelNode("fail"));
      write("timeout", new ModelNode(10_000));
    }
  }
}
