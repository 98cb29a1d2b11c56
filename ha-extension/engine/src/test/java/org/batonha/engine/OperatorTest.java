package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.batonha.engine.Engines.await;
import static org.batonha.engine.Engines.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.NotificationBroadcaster;
import org.batonha.jmx.EventRecord;
import org.batonha.jmx.NodeState;
import org.batonha.jmx.NodeVerdict;
import org.batonha.jmx.ServiceExplanation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can command and ask: n1 holds the service at first. */
class OperatorTest {
  @TempDir Path directory;
  private Engines engines;
  private Engine n1;
  private Engine n2;

  @BeforeEach
  void begin() throws Exception {
    engines = new Engines(directory);
    List<Engine> pair = engines.pair();
    n1 = pair.get(0);
    n2 = pair.get(1);
  }

  @AfterEach
  void end() {
    engines.close();
  }

  @Test
  void aServiceThatIsStoppedIsUpNowhereUntilItIsStarted() {
    n2.service("web").stop();

    assertThat(n2.service("web").getHolder()).isEmpty();
    assertThat(n2.service("web").getCause()).isEmpty();
    assertThat(n1.holdings().isHeldHere("web")).isFalse();
    assertThat(n2.service("web").explain().getSummary()).contains("an operator has stopped it");
    assertThatIllegalStateException()
        .isThrownBy(() -> n1.service("web").move("n2"))
        .withMessageContaining("start it first");

    n1.service("web").start();

    assertThat(n1.service("web").getHolder()).isEqualTo("n1");
    assertThat(n1.service("web").getCause()).isEqualTo("OPERATOR");
  }

  @Test
  void aServiceThatIsFailedGoesToTheOtherNodeUntilItIsRecovered() {
    n1.service("web").fail();

    assertThat(state(n1)).isEqualTo("FAIL");
    assertThat(n1.service("web").getReason()).contains("failed by an operator");
    await("n2 UP", () -> state(n2).equals("UP"));
    assertThatIllegalStateException()
        .isThrownBy(() -> n2.service("web").move("n1"))
        .withMessageContaining("in FAIL there")
        .withMessageContaining("recover it there");

    n1.service("web").recover();

    assertThat(state(n1)).isEqualTo("RECOVER");
  }

  @Test
  void aNodeInMaintenanceGivesUpWhatItHasAndTakesNothing() {
    n1.cluster().maintenance(true);

    assertThat(n1.cluster().isMaintenance()).isTrue();
    assertThat(n1.holdings().isHeldHere("web")).isFalse();
    await("n2 UP", () -> state(n2).equals("UP"));
    assertThat(unavailable(n2, "n1")).isEqualTo("maintenance");
    assertThatIllegalStateException()
        .isThrownBy(() -> n2.service("web").move("n1"))
        .withMessageContaining("it takes nothing now: maintenance");

    n1.cluster().maintenance(false);

    assertThat(n1.cluster().isMaintenance()).isFalse();
    await("n1 takes services", () -> unavailable(n2, "n1").isEmpty());
    n2.service("web").move("n1");
    await("n1 UP", () -> state(n1).equals("UP")); // n2 may know it before n1's picture shows it
  }

  private static String unavailable(Engine asked, String node) {
    return asked.cluster().getServices().get(0).getNodes().stream()
        .filter(state -> state.getNode().equals(node))
        .map(NodeState::getUnavailable)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anExplanationSaysWhyItIsThereAndWhatWouldMoveIt() {
    ServiceExplanation explanation = n2.service("web").explain();

    assertThat(explanation.getService()).isEqualTo("web");
    assertThat(explanation.getSummary()).contains("'web' is UP on n1");
    assertThat(explanation.getNodes())
        .extracting(NodeVerdict::getNode, NodeVerdict::getRole)
        .containsExactly(tuple("n1", "PRIMARY"), tuple("n2", "BACKUP"));
    assertThat(explanation.getNodes().get(1).getVerdict()).contains("could take it");
    assertThat(explanation.getWouldMove()).anyMatch(line -> line.contains("n2 takes it"));
  }

  @Test
  void theLogSaysWhatWasDecidedWhenAndWhy() {
    List<EventRecord> log = n1.cluster().log(1000);

    assertThat(log)
        .anyMatch(e -> e.getWhat().equals("STARTING -> UP") && e.getReason().contains("epoch"))
        .anyMatch(e -> e.getWhat().contains("nominated n1") && e.getService().equals("web"))
        .anyMatch(e -> e.getWhat().contains("n2") && e.getService().isEmpty())
        .allMatch(e -> Math.abs(System.currentTimeMillis() - e.getAtMillis()) < 60_000);
    assertThat(log).isSortedAccordingTo((a, b) -> Long.compare(a.getAtMillis(), b.getAtMillis()));
    assertThat(n1.cluster().log(1)).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> n1.cluster().log(0))
        .withMessageContaining("1 to 1000");
    assertThatIllegalArgumentException().isThrownBy(() -> n1.cluster().log(1001));
  }

  @Test
  void aPeerThatLeavesIsSaid() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    ((NotificationBroadcaster) n1.cluster())
        .addNotificationListener((n, back) -> told.add(n.getMessage()), null, null);

    engines.close(n2);

    await("told", () -> told.stream().anyMatch(text -> text.matches("n2: .* -> DOWN: .+")));
    assertThat(n1.cluster().getPeers())
        .singleElement()
        .satisfies(
            peer -> {
              assertThat(peer.getNode()).isEqualTo("n2");
              assertThat(peer.getState()).isEqualTo("DOWN");
              assertThat(peer.getReason()).isNotEmpty();
              assertThat(peer.getSinceMillis()).isPositive();
            });
  }
}
