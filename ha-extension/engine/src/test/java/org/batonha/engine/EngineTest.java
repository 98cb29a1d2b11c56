package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;
import org.jgroups.JChannel;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines over real channels in one JVM. */
class EngineTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final List<Engine> engines = new ArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  @TempDir Path directory;

  @AfterEach
  void closeAll() {
    Collections.reverse(engines);
    engines.forEach(Engine::close);
  }

  private Engine node(String name, String... addresses) throws Exception {
    JChannel channel =
        new JChannel(
            new SHARED_LOOPBACK(),
            new SHARED_LOOPBACK_PING(),
            new NAKACK2(),
            new UNICAST3(),
            new STABLE(),
            new GMS().setJoinTimeout(500),
            new FRAG4());
    channel.setName(name);
    EngineConfig config =
        new EngineConfig(name, List.of(), Preset.LAN, QuorumPolicy.NONE, List.of(), 1);
    Engine engine = new Engine(config, channel, PretendedSentinel.command(log(name)), running::get);
    engines.add(engine);
    engine.start();
    List<AddressConfig> moving =
        List.of(addresses).stream().map(cidr -> AddressConfig.of(cidr, "eth0")).toList();
    engine.addService(new ServiceConfig("web", List.of("n1", "n2")), moving);
    return engine;
  }

  private Path log(String name) {
    return directory.resolve(name + ".log");
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static String state(Engine engine) {
    return engine.service("web").getState();
  }

  @Test
  void oneNodeHoldsTheServiceAndTheOtherCouldStart() throws Exception {
    Engine n1 = node("n1", "10.0.0.100/24");
    await("n1 UP", () -> state(n1).equals("UP"));
    Engine n2 = node("n2", "10.0.0.100/24");
    await("both in view", () -> n2.cluster().getView().size() == 2);

    await("n2 knows", () -> n2.service("web").getHolder().equals("n1"));
    assertThat(state(n2)).isEqualTo("RECOVER");
    assertThat(n1.holdings().isHeldHere("web")).isTrue();
    assertThat(n2.holdings().isHeldHere("web")).isFalse();
    assertThat(n2.holdings().holder("web")).contains("n1");
    assertThat(Files.readString(log("n1"))).contains("10.0.0.100/24@eth0");
  }

  @Test
  void aMoveReleasesThereBeforeItTakesHere() throws Exception {
    Engine n1 = node("n1", "10.0.0.100/24");
    await("n1 UP", () -> state(n1).equals("UP"));
    Engine n2 = node("n2", "10.0.0.100/24");
    await("n1 sees n2", () -> n1.service("web").getStates().get("n2").equals("RECOVER"));
    CountDownLatch down = new CountDownLatch(1);
    n1.holdings().listen("web", () -> {}, down::countDown);

    n2.service("web").move("n2");

    assertThat(state(n2)).isEqualTo("UP");
    assertThat(down.await(0, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(log("n1"))).containsSubsequence("shut ", "release ");
    assertThat(n2.service("web").getEpoch()).isPositive();
  }

  @Test
  void requestsThatNeverEndDoNotHoldAMoveUp() throws Exception {
    Engine n1 = node("n1");
    await("n1 UP", () -> state(n1).equals("UP"));
    Engine n2 = node("n2");
    await("n1 sees n2", () -> n1.service("web").getStates().get("n2").equals("RECOVER"));
    running.set(1);

    n2.service("web").move("n2");

    assertThat(state(n2)).isEqualTo("UP");
    assertThat(n1.holdings().isHeldHere("web")).isFalse();
  }

  @Test
  void whatCannotBeMovedIsRefusedWithWhatCan() throws Exception {
    Engine n1 = node("n1");
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
    Engine n1 = node("n1");
    await("n1 UP", () -> state(n1).equals("UP"));
    Engine n2 = node("n2");
    await("n1 sees n2", () -> n1.service("web").getStates().get("n2").equals("RECOVER"));

    engines.remove(n1);
    n1.close();

    await("n2 UP", () -> state(n2).equals("UP"));
    assertThat(n2.service("web").getStates()).containsEntry("n1", "DOWN");
  }

  @Test
  void anAddressThatAnotherHostHasIsSaid() throws Exception {
    Engine n1 = node("n1", "10.0.0.13/24");

    await("seen", () -> n1.service("web").getReason().contains("02:00:00:00:00:01"));
    assertThat(n1.holdings().isHeldHere("web")).isFalse();
  }

  @Test
  void anAddressThatAnotherHostHasIsAnObstacleWhereTheServiceRuns() throws Exception {
    Engine n1 = node("n1", "10.0.0.100/24");
    await("n1 UP", () -> state(n1).equals("UP"));
    Engine n2 = node("n2", "10.0.0.100/24");
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
    Engine n1 = node("n1", "10.0.0.100/24");
    await("n1 UP", () -> state(n1).equals("UP"));
    Files.delete(log("n1"));
    await("renewed", () -> Files.exists(log("n1")));

    ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("PretendedSentinel"))
        .forEach(ProcessHandle::destroyForcibly);

    await("taken again", () -> contains(log("n1"), "hold "));
    assertThat(state(n1)).isEqualTo("UP");
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aWitnessPolicyWithoutAWitnessIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new EngineConfig("n1", List.of(), Preset.LAN, QuorumPolicy.WITNESS, List.of(), 1))
        .withMessageContaining("gateway");
  }
}
