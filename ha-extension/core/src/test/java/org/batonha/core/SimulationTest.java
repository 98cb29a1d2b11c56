package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Disasters from seeds: under {@code majority} no two nodes ever act at once, and when all is well
 * again for a while one does. {@code -Dsimulation.seeds=N} and {@code -Dsimulation.from=SEED}
 * choose what is run.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 200);
  private static final long FROM = Long.getLong("simulation.from", 1);

  @Test
  void noSeedBringsTwoHoldersOrLeavesNone() {
    List<String> failures =
        LongStream.range(FROM, FROM + SEEDS)
            .parallel()
            .mapToObj(SimulationTest::run)
            .filter(failure -> !failure.isEmpty())
            .limit(3)
            .toList();

    assertThat(failures).isEmpty();
  }

  @Test
  void oneSeedGivesOneTrace() {
    assertThat(disaster(FROM).trace).isEqualTo(disaster(FROM).trace);
  }

  private static String run(long seed) {
    World world = disaster(seed);
    String repeat = "repeat with -Dsimulation.seeds=1 -Dsimulation.from=" + seed + "\n";
    if (!world.violations.isEmpty()) {
      return repeat + world.violations.get(0);
    }
    return world.acting().size() == 1
        ? ""
        : repeat + "nobody acts after the heal:\n" + String.join("\n", world.trace);
  }

  private static World disaster(long seed) {
    World world = new World(seed, QuorumPolicy.MAJORITY, "n1", "n2", "n3");
    world.loss = world.random.nextInt(3) * 0.1;
    world.duplication = world.random.nextInt(2) * 0.2;
    world.detectionMs = 50 + world.random.nextInt(1500);
    world
        .hosts
        .values()
        .forEach(host -> world.at(world.random.nextLong(2_000_000_000L), host::start));
    world.run(Duration.ofSeconds(3));
    for (int i = 0; i < 30; i++) {
      fault(world);
      world.run(Duration.ofMillis(world.random.nextInt(2500)));
    }
    calm(world);
    return world;
  }

  private static void fault(World world) {
    World.Host host = world.host("n" + (1 + world.random.nextInt(3)));
    String other = "n" + (1 + world.random.nextInt(3));
    switch (world.random.nextInt(9)) {
      case 0 -> world.cutOff(host.name);
      case 1, 2 -> world.heal();
      case 3 -> {
        if (host.core != null) {
          host.kill();
        } else {
          host.start();
        }
      }
      case 4 -> {
        if (host.core == null) {
          host.start();
        }
      }
      case 5 -> host.stall(Duration.ofMillis(world.random.nextInt(3000)));
      case 6 -> {
        world.cuts.add(host.name + ">" + other);
        world.noticeLater();
      }
      case 7 -> host.event(new Event.MoveCommand(world.random.nextLong(), World.SERVICE, other));
      default -> {
        host.view = List.of(host.name);
        host.event(new Event.ViewChanged(host.view));
      }
    }
  }

  /** Everything works again: after a while somebody must hold the service. */
  private static void calm(World world) {
    world.loss = 0;
    world.duplication = 0;
    world.hosts.values().stream().filter(host -> host.core == null).forEach(World.Host::start);
    world.run(Duration.ofSeconds(4));
    world.heal();
    world.run(Duration.ofSeconds(12));
  }
}
