package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.batonha.engine.Engines.await;
import static org.batonha.engine.Engines.contains;
import static org.batonha.engine.Engines.state;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.jmx.ObjectNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds the service, and who takes it over. */
class EngineTest {
  @TempDir Path directory;
  private Engines engines;

  @BeforeEach
  void begin() {
    engines = new Engines(directory);
  }

  @AfterEach
  void end() {
    engines.close();
  }

  @Test
  void oneNodeHoldsTheServiceAndTheOtherCouldStart() throws Exception {
    Engine n1 = engines.node("n1", "10.0.0.100/24");
    await("n1 UP", () -> state(n1).equals("UP"));
    Engine n2 = engines.node("n2", "10.0.0.100/24");
    await("both in view", () -> n2.cluster().getView().size() == 2);

    await("n2 knows", () -> n2.service("web").getHolder().equals("n1"));
    assertThat(state(n2)).isEqualTo("RECOVER");
    assertThat(n1.holdings().isHeldHere("web")).isTrue();
    assertThat(n2.holdings().isHeldHere("web")).isFalse();
    assertThat(n2.holdings().holder("web")).contains("n1");
    assertThat(n2.service("web").getCause()).isEqualTo("START");
    assertThat(Files.readString(engines.log("n1"))).contains("10.0.0.100/24@eth0");
  }

  @Test
  void anAddressHasAnMBeanForAsLongAsItsServiceIsConfigured() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Engine n1 = engines.node("n1", "10.0.0.100/24");
    ObjectName name = ObjectNames.address("web", "10.0.0.100/24");

    CompositeData status = (CompositeData) server.getAttribute(name, "Status");
    assertThat(status.get("device")).isEqualTo("eth0");
    assertThat(n1.address("web", "10.0.0.100/24")).isPresent();
    assertThat(n1.address("web", "10.0.0.101/24")).isEmpty();
    assertThat(n1.address("db", "10.0.0.100/24")).isEmpty();

    n1.removeService("web");
    assertThat(server.isRegistered(name)).isFalse();
    assertThat(n1.address("web", "10.0.0.100/24")).isEmpty();
  }

  @Test
  void aMoveReleasesThereBeforeItTakesHere() throws Exception {
    List<Engine> pair = engines.pair("10.0.0.100/24");
    Engine n2 = pair.get(1);
    CountDownLatch down = new CountDownLatch(1);
    pair.get(0).holdings().listen("web", () -> {}, down::countDown);

    n2.service("web").move("n2");

    assertThat(state(n2)).isEqualTo("UP");
    assertThat(down.await(0, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(engines.log("n1"))).containsSubsequence("shut ", "release ");
    assertThat(n2.service("web").getEpoch()).isPositive();
    assertThat(n2.service("web").getCause()).isEqualTo("OPERATOR");
    assertThat(n2.service("web").getNominationReason()).contains("moved to n2 by an operator");
  }

  @Test
  void requestsThatNeverEndDoNotHoldAMoveUp() throws Exception {
    List<Engine> pair = engines.pair();
    engines.requests.set(1);

    pair.get(1).service("web").move("n2");

    assertThat(state(pair.get(1))).isEqualTo("UP");
    assertThat(pair.get(0).holdings().isHeldHere("web")).isFalse();
  }

  @Test
  void whatCannotBeMovedIsRefusedWithWhatCan() throws Exception {
    Engine n1 = engines.node("n1");
    await("n1 UP", () -> state(n1).equals("UP"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> n1.service("web").move("n9"))
        .withMessageContaining("'n9'")
        .withMessageContaining("[n1, n2]");
    assertThatIllegalStateException()
        .isThrownBy(() -> n1.service("web").move("n2"))
        .withMessageContaining("not reachable");
    assertThatIllegalStateException()
        .isThrownBy(() -> n1.service("web").recover())
        .withMessageContaining("not in FAIL");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> n1.service("db"))
        .withMessageContaining("[web]");
    assertThat(state(n1)).isEqualTo("UP");
  }

  @Test
  void aNodeThatLeavesHandsOver() throws Exception {
    List<Engine> pair = engines.pair();
    Engine n2 = pair.get(1);

    engines.close(pair.get(0));

    await("n2 UP", () -> state(n2).equals("UP"));
    await("n1 gone", () -> n2.service("web").getStates().get("n1").equals("DOWN"));
  }

  @Test
  void anArbiterVotesAndHoldsNothing() throws Exception {
    Engine a1 = engines.ofThree("a1");
    Engine n1 = engines.ofThree("n1");

    await("n1 UP", () -> state(n1).equals("UP"));

    assertThat(n1.cluster().getView()).containsExactlyInAnyOrder("a1", "n1");
    assertThat(n1.cluster().getArbiters()).containsExactly("a1");
    assertThat(a1.cluster().isQuorate()).isTrue();
    assertThat(a1.service("web").getReason()).contains("none of its preference [n1, n2]");
    assertThat(a1.holdings().isHeldHere("web")).isFalse();
  }

  @Test
  void anAddressThatAnotherHostHasIsSaid() throws Exception {
    Engine n1 = engines.node("n1", "10.0.0.13/24");

    await("seen", () -> n1.service("web").getReason().contains("02:00:00:00:00:01"));
    assertThat(n1.holdings().isHeldHere("web")).isFalse();
  }

  @Test
  void anAddressThatAnotherHostHasIsAnObstacleWhereTheServiceRuns() throws Exception {
    Engine n1 = engines.node("n1", "10.0.0.100/24");
    await("n1 UP", () -> state(n1).equals("UP"));
    Engine n2 = engines.node("n2", "10.0.0.100/24");
    await("n2 knows", () -> n2.service("web").getHolder().equals("n1"));
    AddressConfig present = AddressConfig.of("10.0.0.100/24", "eth0");
    AddressConfig free = AddressConfig.of("10.0.0.12/24", "eth0");
    AddressConfig taken = AddressConfig.of("10.0.0.13/24", "eth0");

    assertThat(n1.obstacle("web", List.of(present, taken)).orElseThrow())
        .contains("02:00:00:00:00:01");
    assertThat(n1.obstacle("web", List.of(present, free))).isEmpty();
    assertThat(n1.obstacle("web", List.of())).isEmpty();
    assertThat(n2.obstacle("web", List.of(present, taken)))
        .as("the holder may be the one that has it")
        .isEmpty();
  }

  @Test
  void aSentinelThatIsKilledIsStartedAgainAndTakesTheAddressAgain() throws Exception {
    Engine n1 = engines.node("n1", "10.0.0.100/24");
    await("n1 UP", () -> state(n1).equals("UP"));
    Files.delete(engines.log("n1"));
    await("renewed", () -> Files.exists(engines.log("n1")));

    ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("PretendedSentinel"))
        .forEach(ProcessHandle::destroyForcibly);

    await("taken again", () -> contains(engines.log("n1"), "hold "));
    // Where a process takes longer than 2 s to start, the service was given up, and is taken anew.
    await("UP", () -> state(n1).equals("UP"));
  }

  @Test
  void whatDoesNotFitIsRefusedWithWhatToWrite() {
    List<String> none = List.of();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EngineConfig("n1", none, none, Preset.LAN, QuorumPolicy.WITNESS, List.of(), 1))
        .withMessageContaining("gateway");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EngineConfig(
                    "a1", none, List.of("a1"), Preset.LAN, QuorumPolicy.NONE, List.of(), 1))
        .withMessageContaining("arbiters is [a1]")
        .withMessageContaining("nodes=[n1, n2]");
  }
}
