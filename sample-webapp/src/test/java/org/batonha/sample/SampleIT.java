package org.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
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

/** The application as users get it, seen from outside, on one node. It has no beans.xml. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SampleIT {
  @ArquillianResource private ManagementClient management;

  private final Visitor visitor = new Visitor();

  @Deployment(testable = false)
  static WebArchive sample() {
    return TestServer.sampleWar();
  }

  @Test
  void countsInTheSession() throws Exception {
    assertThat(visitor.count()).isEqualTo("1 n1\n");
    assertThat(visitor.count()).isEqualTo("2 n1\n");
    assertThat(new Visitor().count()).isEqualTo("1 n1\n");
    assertThat(visitor.count()).isEqualTo("3 n1\n");
  }

  @Test
  void forbidsCachesToKeepACount() throws Exception {
    HttpResponse<String> response = visitor.get("count");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void killsItsNodeOnlyWhereThatIsEnabled() throws Exception {
    assertThat(visitor.post("crash").statusCode()).isEqualTo(404);
    assertThat(visitor.status().get("crash").asBoolean()).isFalse();
  }

  @Test
  void tellsItsStatusWithoutCounting() throws Exception {
    assertThat(visitor.status().hasDefined("session")).isFalse();
    visitor.count();

    ModelNode session = visitor.status().get("session");

    assertThat(session.get("count").asInt()).isEqualTo(1);
    assertThat(visitor.status().get("session", "count").asInt()).isEqualTo(1);
    assertThat(session.get("copies", "state").asString()).isEqualTo("ALONE");
    assertThat(session.get("copies", "members").asString()).isEqualTo("[\"n1\"]");
  }

  @Test
  void hasAPageThatNeedsNothingFromElsewhere() throws Exception {
    for (String path : new String[] {"", "page.css", "page.js", "baton.svg"}) {
      HttpResponse<String> response = visitor.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(response.body()).doesNotContain("https://").doesNotContain("src=\"//");
    }
  }

  @Test
  void ticksWhereTheServiceIsUp() throws Exception {
    ModelNode first = visitor.statusWhen("ticking", SampleIT::ticks);
    long number = lastTick(first);

    ModelNode later = visitor.statusWhen("ticking on", s -> ticks(s) && lastTick(s) > number);

    assertThat(later.get("ticker", "holder").asString()).isEqualTo("n1");
  }

  @Test
  void stopsTickingWithTheServiceAndStartsAfreshWithIt() throws Exception {
    visitor.statusWhen("ticking for a while", s -> ticks(s) && lastTick(s) > 1);
    Model model = new Model(management);

    model.removeService("web");
    try {
      ModelNode stopped = visitor.statusWhen("stopped", s -> !ticks(s));
      assertThat(stopped.get("ticker", "message").asString())
          .contains("Ticker follows service 'web', which is not UP on this node");
    } finally {
      model.addService("web", "n1");
    }
    ModelNode again = visitor.statusWhen("ticking again", SampleIT::ticks);

    assertThat(again.get("ticker", "ticks").get(0).get("number").asInt()).isEqualTo(1);
  }

  private static boolean ticks(ModelNode status) {
    ModelNode ticker = status.get("ticker");
    return ticker.get("here").asBoolean() && !ticker.get("ticks").asList().isEmpty();
  }

  private static long lastTick(ModelNode status) {
    List<ModelNode> ticks = status.get("ticker", "ticks").asList();
    return ticks.get(ticks.size() - 1).get("number").asLong();
  }
}
