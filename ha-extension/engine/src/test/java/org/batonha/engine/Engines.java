package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

/** Engines over real channels in one JVM, each with service {@code web} of n1 and n2. */
final class Engines implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<Engine> running = new ArrayList<>();
  private final Path directory;
  final AtomicInteger requests = new AtomicInteger();

  Engines(Path directory) {
    this.directory = directory;
  }

  /** Starts a node that goes on alone. */
  Engine node(String name, String... addresses) throws Exception {
    EngineConfig config =
        new EngineConfig(name, List.of(), List.of(), Preset.LAN, QuorumPolicy.NONE, List.of(), 1);
    return node(config, addresses);
  }

  /** Starts n1, n2 or the arbiter a1, of which two have to be there. */
  Engine ofThree(String name) throws Exception {
    List<String> nodes = List.of("n1", "n2");
    return node(
        new EngineConfig(
            name, nodes, List.of("a1"), Preset.LAN, QuorumPolicy.MAJORITY, List.of(), 1));
  }

  private Engine node(EngineConfig config, String... addresses) throws Exception {
    JChannel channel =
        new JChannel(
            new SHARED_LOOPBACK(),
            new SHARED_LOOPBACK_PING(),
            new NAKACK2(),
            new UNICAST3(),
            new STABLE(),
            new GMS().setJoinTimeout(500),
            new FRAG4());
    channel.setName(config.node());
    Engine engine =
        new Engine(config, channel, PretendedSentinel.command(log(config.node())), requests::get);
    running.add(engine);
    engine.start();
    List<AddressConfig> moving =
        List.of(addresses).stream().map(cidr -> AddressConfig.of(cidr, "eth0")).toList();
    engine.addService(new ServiceConfig("web", List.of("n1", "n2")), moving);
    return engine;
  }

  /** Starts n1, and n2 when n1 is UP; both know of each other then. */
  List<Engine> pair(String... addresses) throws Exception {
    Engine n1 = node("n1", addresses);
    await("n1 UP", () -> state(n1).equals("UP"));
    Engine n2 = node("n2", addresses);
    await("n1 sees n2", () -> n1.service("web").getStates().get("n2").equals("RECOVER"));
    await("n2 sees n1", () -> n2.service("web").getStates().get("n1").equals("UP"));
    return List.of(n1, n2);
  }

  /** What the sentinel of a node was told. */
  Path log(String name) {
    return directory.resolve(name + ".log");
  }

  void close(Engine engine) {
    running.remove(engine);
    engine.close();
  }

  @Override
  public void close() {
    Collections.reverse(running);
    running.forEach(Engine::close);
  }

  static String state(Engine engine) {
    return engine.service("web").getState();
  }

  static boolean contains(Path file, String text) {
    try {
      return Files.exists(file) && Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
