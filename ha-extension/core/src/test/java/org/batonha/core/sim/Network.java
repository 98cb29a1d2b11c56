package org.batonha.core.sim;

import org.batonha.core.Event;

/**
 * Between each two hosts and in each direction: one or two links, each with its own cuts, loss and
 * delay; the broadcast domain in which probes are answered; and the way to each witness.
 */
final class Network {
  private static final long SHORTEST = 100_000;

  /** What a healthy link takes, at most. */
  static final long SHORT = World.MS;

  private final World world;
  private final int hosts;
  private final int links;
  private final boolean[] cut;
  private final double[] loss;
  private final long[] delay;
  private final boolean[] lanCut;
  private final boolean[] witnessCut;
  private double lanLoss;
  private double duplication;

  Network(World world) {
    this.world = world;
    this.hosts = world.setup.hosts();
    this.links = world.setup.links;
    this.cut = new boolean[hosts * hosts * links];
    this.loss = new double[hosts * hosts * links];
    this.delay = new long[hosts * hosts * links];
    this.lanCut = new boolean[hosts * hosts];
    this.witnessCut = new boolean[hosts * world.setup.witnesses];
    heal();
  }

  int links() {
    return links;
  }

  private int path(int from, int to, int link) {
    return (from * hosts + to) * links + link;
  }

  /** Everything works again. What is on its way stays on its way. */
  void heal() {
    java.util.Arrays.fill(cut, false);
    java.util.Arrays.fill(loss, 0);
    java.util.Arrays.fill(delay, SHORT);
    java.util.Arrays.fill(lanCut, false);
    java.util.Arrays.fill(witnessCut, false);
    lanLoss = 0;
    duplication = 0;
  }

  void cut(int from, int to, int link, boolean isCut) {
    cut[path(from, to, link)] = isCut;
  }

  /** All links in one direction. */
  void cut(int from, int to, boolean isCut) {
    for (int link = 0; link < links; link++) {
      cut(from, to, link, isCut);
    }
  }

  void cutLan(int from, int to, boolean isCut) {
    lanCut[from * hosts + to] = isCut;
  }

  void cutWitness(int from, int witness, boolean isCut) {
    witnessCut[from * world.setup.witnesses + witness] = isCut;
  }

  void lose(int from, int to, int link, double probability) {
    loss[path(from, to, link)] = probability;
  }

  void delay(int from, int to, int link, long most) {
    delay[path(from, to, link)] = most;
  }

  void duplicate(double probability) {
    duplication = probability;
  }

  void loseProbes(double probability) {
    lanLoss = probability;
  }

  boolean reaches(int from, int to) {
    for (int link = 0; link < links; link++) {
      if (!cut[path(from, to, link)]) {
        return true;
      }
    }
    return from == to;
  }

  boolean isConnected(int one, int other) {
    return reaches(one, other) && reaches(other, one);
  }

  /** Whether one link is good in both directions, so that nearly everything arrives, and soon. */
  boolean isGood(int one, int other) {
    for (int link = 0; link < links; link++) {
      if (isGood(path(one, other, link)) && isGood(path(other, one, link))) {
        return true;
      }
    }
    return false;
  }

  private boolean isGood(int path) {
    return !cut[path] && loss[path] == 0 && delay[path] == SHORT;
  }

  /** Whether two hosts are in one broadcast domain. */
  boolean isSameLan(int one, int other) {
    return !lanCut[one * hosts + other] && !lanCut[other * hosts + one];
  }

  /** Whether a probe of {@code from} and its answer get through; drawn anew each time. */
  boolean probeArrives(int from, int to) {
    return isSameLan(from, to) && !world.dice.chance(lanLoss);
  }

  boolean reachesWitness(int from, int witness) {
    return !witnessCut[from * world.setup.witnesses + witness];
  }

  /** Sends over all links; the first copy that arrives is delivered, and now and then another. */
  void send(int from, int to, Event event) {
    long best = Long.MAX_VALUE;
    long worst = 0;
    for (int link = 0; link < links; link++) {
      int path = path(from, to, link);
      if (!cut[path] && !world.dice.chance(loss[path])) {
        long takes = SHORTEST + Long.remainderUnsigned(world.dice.next(), delay[path]);
        best = Math.min(best, takes);
        worst = Math.max(worst, takes);
      }
    }
    if (best == Long.MAX_VALUE) {
      return;
    }
    Host target = world.host(to);
    world.at(best, () -> target.receive(from, event));
    if (world.dice.chance(duplication)) {
      long late = worst + world.dice.between(0, 4 * world.setup.lease);
      world.at(late, () -> target.receive(from, event));
    }
  }
}
