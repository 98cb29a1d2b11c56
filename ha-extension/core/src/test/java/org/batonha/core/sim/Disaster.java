package org.batonha.core.sim;

import org.batonha.core.Event;
import org.batonha.core.QuorumPolicy;

/**
 * What one seed stands for: a cluster, a storm of faults in which nothing unsafe may happen, a
 * heal, after which every service has to be {@code UP}, and a calm, in which nothing may move.
 */
final class Disaster {
  /** A command is answered within 10 s of the node's own clock. */
  private static final long ANSWER = 11_000 * World.MS;

  private static final long SECOND = 1000 * World.MS;
  private static final long LEAST = 60 * SECOND;

  final World world;
  private final Dice dice;
  private final Operators operators;
  private final Faults faults;
  private final Progress progress;

  /** Whether everything is well after the heal, so that nothing excuses a service. */
  private final boolean healsAll;

  /** A host that is down even after the heal, or null. */
  private Host down;

  private Disaster(Setup setup, Dice dice, Sabotage sabotage, Trace trace) {
    this.dice = dice;
    this.world = new World(setup, dice, sabotage, trace);
    this.operators = new Operators(world);
    this.faults = new Faults(world, operators);
    this.progress = new Progress(world);
    this.healsAll = dice.chance(0.7);
  }

  static Disaster of(long seed, Sabotage sabotage, Trace trace) {
    Dice dice = new Dice(seed);
    Setup setup = Shapes.draw(dice);
    sabotage.shape(setup);
    return new Disaster(setup, dice, sabotage, trace);
  }

  /** Runs it to the end. */
  Disaster run() {
    world.note("seed", world.setup.toString());
    world.start();
    storm();
    heal();
    demandProgress();
    demandCalm();
    world.runUntil(Math.max(world.now, World.EPOCH + LEAST));
    return this;
  }

  int faults() {
    return faults.done();
  }

  private void storm() {
    faults.begin();
    long lasts = Math.max(LEAST * 2 / 3, 10 * world.setup.lease);
    world.runUntil(world.now + lasts);
    faults.stop();
  }

  private void heal() {
    world.heal();
    world.membership.extraSkew = 0;
    world.membership.extraMerge = 0;
    for (Host host : world.hosts) {
      host.slowness = 1;
      host.eventCost = 0;
      host.brokenStarts = 0;
      host.powerOn();
      host.learnOfChange();
      if (host.sentinel.isDead()) {
        host.sentinel.restart();
      }
    }
    // Nothing lasts longer than six leases: stalls and freezes end, and so do what acts undo.
    world.runUntil(world.now + 7 * world.setup.lease);
    awaitWhole();
    world.runUntil(world.now + 3 * world.setup.heartbeat);
    restore();
    world.checkers.reasons.disturbed();
    awaitWhole();
  }

  /** Servers that are down are started, until all have found each other. */
  private void awaitWhole() {
    long end = world.now + 60 * world.setup.detection + 10 * world.setup.lease;
    while (true) {
      for (Host host : world.hosts) {
        if (host != down) {
          host.start();
        }
      }
      if (world.membership.isWhole() && nobodyLeaves()) {
        return;
      }
      if (world.now > end) {
        throw new Violation(
            nobodyLeaves() ? "model" : "leave",
            "the servers do not find each other, or one that leaves does not get ready");
      }
      world.runUntil(world.now + world.setup.heartbeat);
    }
  }

  private boolean nobodyLeaves() {
    for (Host host : world.hosts) {
      if (host.server != null && world.checkers.duties.told(host).leaving) {
        return false;
      }
    }
    return true;
  }

  private void restore() {
    if (healsAll) {
      for (Host host : world.hosts) {
        operators.restore(host);
      }
      operators.startAll();
      return;
    }
    Host host = world.hosts[dice.below(world.setup.nodes.size())];
    String service = world.serviceName(dice.below(world.services()));
    switch (dice.below(6)) {
      case 0 -> {
        if (quorumWithoutOne()) {
          down = host;
          host.kill();
        }
      }
      case 1 -> operators.maintain(host, true);
      case 2 -> operators.check(host, service, false);
      case 3 -> world.command(host.name, id -> new Event.StopCommand(id, service));
      case 4 -> world.command(host.name, id -> new Event.FailCommand(id, service));
      default -> operators.available(host, false);
    }
  }

  private boolean quorumWithoutOne() {
    int voters = world.setup.config(0, true).voters().size();
    return world.setup.policy != QuorumPolicy.MAJORITY || (voters - 1) * 2 > voters;
  }

  private long bound() {
    return 20 * world.setup.lease
        + 20 * world.setup.heartbeat
        + longestWait()
        + 5 * (world.setup.startTime + world.setup.stopTime + world.setup.probeTime);
  }

  /**
   * The longest that a service may wait for its flap window to pass, then to fail back, and then
   * for running requests.
   */
  private long longestWait() {
    long longest = 0;
    for (org.batonha.core.ServiceConfig service : world.setup.services) {
      long wait =
          service.flapWindow().plus(service.failbackDelay()).plus(service.drainTimeout()).toNanos();
      longest = Math.max(longest, wait);
    }
    return longest;
  }

  private void demandProgress() {
    world.runUntil(world.now + 2 * world.setup.heartbeat);
    long end = world.now + bound();
    int unsettled = progress.unsettled();
    while (unsettled >= 0) {
      if (world.now > end) {
        throw new Violation(
            "I3",
            String.format(
                "%s is not as it should be %d ms after the heal%s",
                world.serviceName(unsettled), bound() / World.MS, progress.explain(unsettled)));
      }
      world.runUntil(world.now + world.setup.heartbeat);
      unsettled = progress.unsettled();
    }
  }

  /** After a time in which nothing has moved, nothing moves any more. */
  private void demandCalm() {
    long quiet = longestWait() + 3 * world.setup.lease;
    long end = world.now + 4 * bound();
    while (world.now - world.checkers.reasons.lastMove() < quiet || progress.isAnythingUnderWay()) {
      if (world.now > end) {
        throw new Violation("I4", "things never come to rest");
      }
      world.runUntil(world.now + world.setup.heartbeat);
    }
    requireSettled();
    long[] epochs = epochs();
    world.checkers.reasons.isCalm = true;
    world.runUntil(world.now + Math.max(2 * SECOND, 3 * world.setup.lease));
    requireSettled();
    if (!java.util.Arrays.equals(epochs, epochs())) {
      throw new Violation("I4", "an epoch changes in calm times");
    }
    long unanswered = world.checkers.duties.unanswered(world.now - Math.max(bound(), ANSWER));
    if (unanswered > 0) {
      throw new Violation("commands", "command " + unanswered + " was never answered");
    }
  }

  private void requireSettled() {
    int unsettled = progress.unsettled();
    if (unsettled >= 0) {
      throw new Violation(
          "I3", world.serviceName(unsettled) + " was well" + progress.explain(unsettled));
    }
    progress.requireNothingOnUnfit();
    progress.requireExplanations();
  }

  private long[] epochs() {
    long[] epochs = new long[world.hosts.length * world.services()];
    for (Host host : world.hosts) {
      for (int service = 0; service < world.services(); service++) {
        epochs[host.id * world.services() + service] =
            host.isRunning() ? host.server.core.epoch(world.serviceName(service)) : 0;
      }
    }
    return epochs;
  }
}
