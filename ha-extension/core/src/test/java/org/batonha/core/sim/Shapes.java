package org.batonha.core.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.batonha.core.Failback;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.Reclaim;
import org.batonha.core.ServiceConfig;

/** Draws the shape of a cluster. Slow heartbeats are common, for a seed costs what it beats. */
final class Shapes {
  private static final long[] HEARTBEATS = {50, 100, 200, 500, 1000};
  private static final int[] HEARTBEAT_WEIGHTS = {1, 3, 12, 34, 50};
  private static final double[] DRIFTS = {0.001, 0.01, 0.05, 0.2};

  private final Dice dice;
  private final Setup setup = new Setup();

  private Shapes(Dice dice) {
    this.dice = dice;
  }

  static Setup draw(Dice dice) {
    Shapes shapes = new Shapes(dice);
    shapes.drawVoters();
    shapes.drawTimes();
    shapes.drawServices();
    return shapes.setup;
  }

  private void drawVoters() {
    int nodes = 3 + dice.weighted(5, 3, 2);
    int arbiters = 0;
    switch (dice.weighted(80, 12, 8)) {
      case 1 -> {
        setup.policy = QuorumPolicy.WITNESS;
        nodes = 2;
        setup.witnesses = 1 + dice.below(2);
        setup.witnessMinimum = 1 + dice.below(setup.witnesses);
      }
      case 2 -> {
        setup.policy = QuorumPolicy.NONE;
        nodes = 2 + dice.below(3);
      }
      default -> {
        if (dice.chance(0.3)) {
          arbiters = 1 + dice.below(2);
          nodes -= nodes - arbiters >= 2 ? arbiters : 1;
        }
      }
    }
    setup.nodes = names("n", nodes);
    setup.arbiters = names("q", arbiters);
    if (arbiters > 0) {
      setup.lastArbiter = Setup.LastArbiter.values()[dice.weighted(5, 3, 3)];
    }
  }

  private static List<String> names(String prefix, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add(prefix + i);
    }
    return names;
  }

  private void drawTimes() {
    long heartbeat = HEARTBEATS[dice.weighted(HEARTBEAT_WEIGHTS)] * World.MS;
    setup.heartbeat = heartbeat;
    setup.lease = heartbeat * dice.between(25, 60) / 10;
    setup.indoubtLimit = (int) dice.between(2, 6);
    setup.drift = DRIFTS[dice.below(DRIFTS.length)];
    setup.realDrift = dice.chance(0.8) ? setup.drift : setup.drift / 2;
    setup.links = 1 + dice.below(2);
    setup.detection = setup.indoubtLimit * heartbeat * dice.between(5, 20) / 10;
    setup.viewSkew = dice.between(World.MS, setup.detection / 2);
    setup.startTime = drawDuration();
    setup.stopTime = drawDuration();
    setup.probeTime = dice.between(heartbeat / 10, heartbeat);
    setup.deathNotice = Math.min(300 * World.MS, setup.lease);
    setup.multicastsPassViews = dice.chance(0.5);
    setup.unicastsPassViews = dice.chance(0.3);
    setup.membersOnly = dice.chance(0.3);
  }

  private long drawDuration() {
    return dice.chance(0.15)
        ? dice.between(World.MS, setup.lease)
        : dice.between(World.MS, setup.heartbeat / 4);
  }

  private void drawServices() {
    int count = 1 + dice.weighted(40, 30, 20, 10);
    List<String> names = names("s", count);
    int together = count > 1 && dice.chance(0.3) ? 1 + dice.below(count - 1) : 0;
    for (int i = 0; i < count; i++) {
      List<String> with = i > 0 && i <= together ? List.of(names.get(i - 1)) : List.of();
      List<String> apart =
          i > together + 1 || (i > 0 && together == 0)
              ? dice.chance(0.35) ? List.of(names.get(dice.below(i))) : List.of()
              : List.of();
      setup.services.add(drawService(names.get(i), with, apart));
    }
  }

  private ServiceConfig drawService(String name, List<String> with, List<String> apart) {
    boolean limited = dice.chance(0.3);
    return new ServiceConfig(
        name,
        drawPreference(),
        dice.chance(0.35) ? Failback.AUTO : Failback.MANUAL,
        Duration.ofNanos(dice.between(0, 3 * setup.lease)),
        limited ? (int) dice.between(1, 4) : dice.pick(0, 10),
        Duration.ofNanos(dice.between(setup.lease, 4 * setup.lease)),
        with,
        apart,
        dice.pick(Reclaim.PREFERRED, Reclaim.NEWEST_EPOCH),
        Duration.ofNanos(dice.chance(0.5) ? dice.between(World.MS, 6 * setup.lease) : 0));
  }

  private List<String> drawPreference() {
    int nodes = setup.nodes.size();
    int[] order = new int[nodes];
    for (int i = 0; i < nodes; i++) {
      order[i] = i;
    }
    dice.shuffle(order);
    int length = dice.chance(0.75) ? nodes : 1 + dice.below(nodes);
    List<String> preference = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      preference.add(setup.nodes.get(order[i]));
    }
    return preference;
  }
}
