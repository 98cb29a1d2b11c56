package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hundred nodes and a thousand services, and how the cost of a step grows on the way there. */
@Tag("long")
class ScaleTest {
  private static Fleet big;
  private static Cost bigCost;

  private static final int BEATS = 5;

  /** What one step costs in a cluster of some size, when nothing happens. */
  private record Cost(int nodes, int services, long medianNanos, long bytes, double perBeat) {
    @Override
    public String toString() {
      return String.format(
          "scale: %3d nodes, %4d services: a step takes %,d ns (median) and %,d bytes (mean);"
              + " %.1f steps per node and heartbeat",
          nodes, services, medianNanos, bytes, perBeat);
    }
  }

  /**
   * To start it is most of the work, so both tests use the same one; it is measured before a loss.
   */
  @BeforeAll
  static void startABigFleet() {
    big = new Fleet(100, 1000, 100).start();
    bigCost = measure(big, 100, 1000);
  }

  @Test
  void aHundredServicesAreGrantedElsewhereInOneRound() {
    Fleet fleet = big;
    assertThat(fleet.held()).isEqualTo(1000);
    assertThat(fleet.held(0)).isEqualTo(100);

    fleet.lose(0);
    List<String> left = fleet.names.subList(1, 100);
    long nominated = 0;
    for (int node = 1; node < 100; node++) {
      nominated +=
          fleet.step(node, new Event.ViewChanged(left)).stream()
              .filter(Decision.Nominated.class::isInstance)
              .count();
    }
    assertThat(nominated).isEqualTo(100);

    fleet.deliver();
    long end = fleet.now + fleet.beliefAndMore().toNanos();
    while (fleet.now < end && fleet.held() < 1000) {
      fleet.beat();
    }
    assertThat(fleet.held()).isEqualTo(1000);
  }

  @Test
  void theCostOfAStepGrowsNotWorseThanLinearly() {
    List<Cost> costs = new ArrayList<>();
    measure(10, 100);
    costs.add(measure(10, 100));
    costs.add(measure(30, 300));
    costs.add(bigCost);

    costs.forEach(System.out::println);
    Cost small = costs.get(0);
    for (Cost cost : costs) {
      double size = (double) cost.nodes / small.nodes;
      assertThat(cost.bytes).isLessThanOrEqualTo((long) (small.bytes * size));
      assertThat(cost.perBeat).isLessThanOrEqualTo(small.perBeat * size * 1.2);
    }
  }

  private static Cost measure(int nodes, int services) {
    return measure(new Fleet(nodes, services, services / nodes).start(), nodes, services);
  }

  private static Cost measure(Fleet fleet, int nodes, int services) {
    assertThat(fleet.held()).isEqualTo(services);
    fleet.beat();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long steps = fleet.steps;
    long bytes = threads.getThreadAllocatedBytes(thread);
    for (int beat = 0; beat < BEATS; beat++) {
      fleet.beat();
    }
    bytes = threads.getThreadAllocatedBytes(thread) - bytes;
    steps = fleet.steps - steps;
    double perBeat = (double) steps / BEATS / nodes;
    return new Cost(nodes, services, medianNanos(fleet), bytes / steps, perBeat);
  }

  /** The median over the ticks and over what a node is sent by all others in one heartbeat. */
  private static long medianNanos(Fleet fleet) {
    long[] times = new long[20_000];
    int count = 0;
    fleet.timings = times;
    for (int beat = 0; beat < BEATS; beat++) {
      fleet.beat();
    }
    count = Math.min(times.length, fleet.timed);
    fleet.timings = null;
    Arrays.sort(times, 0, count);
    return times[count / 2];
  }
}
