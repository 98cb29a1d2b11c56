package org.batonha.core.sim;

import org.batonha.core.Decision;
import org.batonha.core.QuorumPolicy;

/**
 * Does harm at random. Each seed has its own mix of kinds: a run in which everything happens at
 * once finds less than one in which a few things happen again and again.
 */
final class Faults {
  private enum Kind {
    CUT_OFF,
    SPLIT,
    ONE_WAY,
    ONE_LINK,
    LOSS,
    DELAY,
    DUPLICATES,
    FLAPPING,
    KILL,
    CRASH,
    POWER_CUT,
    STALL,
    SLOW,
    FREEZE,
    SNAPSHOT,
    SENTINEL,
    WRONG_SUSPECT,
    ALONE,
    LATE_VIEWS,
    BAD_MOMENT,
    WITNESS,
    BROKEN_START,
    PROBES,
    CLOCK_RATE,
    OPERATOR
  }

  private static final Kind[] KINDS = Kind.values();

  private final World world;
  private final Dice dice;
  private final Operators operators;
  private final int[] weights = new int[KINDS.length];
  private final long pause;
  private boolean isOver;
  private int done;

  Faults(World world, Operators operators) {
    this.world = world;
    this.dice = world.dice;
    this.operators = operators;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = dice.chance(0.4) ? 1 + dice.below(4) : 0;
    }
    weights[dice.below(weights.length)] += 1;
    weights[Kind.SNAPSHOT.ordinal()] = dice.chance(0.05) ? 2 : 0;
    if (world.setup.policy != QuorumPolicy.WITNESS) {
      weights[Kind.WITNESS.ordinal()] = 0;
    }
    weights[Kind.STALL.ordinal()]++;
    long lease = world.setup.lease;
    pause = dice.between(lease / 3, 3 * lease);
  }

  /** Returns how many faults there were. */
  int done() {
    return done;
  }

  /** Begins; goes on until {@link #stop}. */
  void begin() {
    long change = dice.between(0, 20 * world.setup.lease);
    for (Host host : world.hosts) {
      later(change + while_(), host::learnOfChange);
    }
    strikeLater();
  }

  private void strikeLater() {
    later(
        dice.between(0, 2 * pause),
        () -> {
          strike(KINDS[dice.weighted(weights)]);
          strikeLater();
        });
  }

  /** Nothing new happens from now on, and nothing that was to be undone is undone. */
  void stop() {
    isOver = true;
    world.fuse = (server, decision) -> {};
  }

  private void later(long delay, Runnable what) {
    world.at(
        delay,
        () -> {
          if (!isOver) {
            what.run();
          }
        });
  }

  private long while_() {
    return dice.between(world.setup.lease / 10, dice.pick(1, 2, 6) * world.setup.lease);
  }

  private Host anyHost() {
    return world.hosts[dice.below(world.hosts.length)];
  }

  private void strike(Kind kind) {
    done++;
    Host host = anyHost();
    world.note("----", kind + " " + host.name);
    switch (kind) {
      case CUT_OFF -> part(1L << host.id, dice.chance(0.5));
      case SPLIT -> part(dice.next(), dice.chance(0.5));
      case ONE_WAY -> oneWay(host);
      case ONE_LINK -> oneLink(host, true);
      case FLAPPING -> flap(host, 6 + dice.below(10));
      case LOSS ->
          disturb(
              (from, to, link) -> world.network.lose(from, to, link, 0.05 + 0.5 * dice.unit()),
              () -> loss(0));
      case DELAY -> delay();
      case DUPLICATES -> duplicate();
      case BAD_MOMENT -> lightFuse();
      case KILL, CRASH, STALL, SLOW, FREEZE, SNAPSHOT, SENTINEL -> harm(kind, host);
      case POWER_CUT -> powerCut(host);
      case WRONG_SUSPECT -> world.membership.excludeWrongly(host.id);
      case ALONE -> world.membership.isolate(host.id);
      case LATE_VIEWS -> lateViews();
      case WITNESS -> witness(host);
      case BROKEN_START -> host.brokenStarts += 1 + dice.below(2);
      case PROBES -> probes();
      case CLOCK_RATE -> host.changeRate();
      case OPERATOR -> operators.act();
    }
  }

  private interface OnPath {
    void apply(int from, int to, int link);
  }

  private void eachPath(OnPath what) {
    for (int from = 0; from < world.hosts.length; from++) {
      for (int to = 0; to < world.hosts.length; to++) {
        for (int link = 0; link < world.network.links() && from != to; link++) {
          what.apply(from, to, link);
        }
      }
    }
  }

  private void disturb(OnPath what, Runnable undo) {
    boolean all = dice.chance(0.4);
    double part = dice.unit();
    eachPath(
        (from, to, link) -> {
          if (all || dice.chance(part)) {
            what.apply(from, to, link);
          }
        });
    later(while_(), undo);
  }

  private void loss(double probability) {
    eachPath((from, to, link) -> world.network.lose(from, to, link, probability));
  }

  private void delay() {
    long most = Network.SHORT + dice.between(0, dice.pick(1, 2, 4) * world.setup.lease);
    disturb(
        (from, to, link) -> world.network.delay(from, to, link, most),
        () -> eachPath((from, to, link) -> world.network.delay(from, to, link, Network.SHORT)));
  }

  private void duplicate() {
    world.network.duplicate(0.3 * dice.unit());
    later(while_(), () -> world.network.duplicate(0));
  }

  /** Parts those in a set from the others; sometimes on the network of the addresses, too. */
  private void part(long set, boolean addresses) {
    set(set, addresses, true);
    later(while_(), () -> set(set, addresses, false));
  }

  private void set(long set, boolean addresses, boolean isCut) {
    for (int from = 0; from < world.hosts.length; from++) {
      for (int to = 0; to < world.hosts.length; to++) {
        if ((set >> from & 1) != (set >> to & 1)) {
          world.network.cut(from, to, isCut);
          if (addresses || !isCut) {
            world.network.cutLan(from, to, isCut);
          }
        }
      }
    }
    world.note("net", (isCut ? "parted " : "joined ") + Long.toBinaryString(set & 31));
  }

  private void oneWay(Host host) {
    boolean out = dice.chance(0.5);
    int only = dice.chance(0.5) ? anyHost().id : -1;
    world.note("net", "one way " + host.name + (out ? " out " : " in ") + only);
    oneWay(host.id, out, only, true);
    later(while_(), () -> oneWay(host.id, out, only, false));
  }

  private void oneWay(int host, boolean out, int only, boolean isCut) {
    for (int other = 0; other < world.hosts.length; other++) {
      if (other != host && (only < 0 || other == only)) {
        world.network.cut(out ? host : other, out ? other : host, isCut);
      }
    }
  }

  private void oneLink(Host host, boolean isCut) {
    int link = dice.below(world.network.links());
    oneLink(host.id, link, isCut);
    later(while_(), () -> oneLink(host.id, link, false));
  }

  private void oneLink(int host, int link, boolean isCut) {
    for (int other = 0; other < world.hosts.length; other++) {
      if (other != host) {
        world.network.cut(host, other, link, isCut);
        world.network.cut(other, host, link, isCut);
      }
    }
  }

  private void flap(Host host, int times) {
    for (int link = 0; link < world.network.links(); link++) {
      oneLink(host.id, link, times % 2 == 1);
    }
    if (times > 0) {
      later(
          dice.between(world.setup.heartbeat / 5, 2 * world.setup.heartbeat),
          () -> flap(host, times - 1));
    }
  }

  private void harm(Kind kind, Host host) {
    switch (kind) {
      case KILL -> {
        host.kill();
        later(while_(), host::start);
      }
      case CRASH -> {
        host.crash();
        later(
            while_(),
            () -> {
              host.powerOn();
              later(dice.between(0, world.setup.lease), host::start);
            });
      }
      case STALL -> host.stall(while_());
      case FREEZE -> host.freeze(while_(), false);
      case SNAPSHOT -> host.freeze(while_(), true);
      case SENTINEL -> {
        host.sentinel.kill();
        later(while_(), host.sentinel::restart);
      }
      default -> slow(host);
    }
  }

  /** Most servers die at once and soon come back; one is spared, and may be alone meanwhile. */
  private void powerCut(Host spared) {
    if (dice.chance(0.5)) {
      part(1L << spared.id, dice.chance(0.5));
    }
    for (Host host : world.hosts) {
      if (host != spared && dice.chance(0.8)) {
        host.kill();
        later(dice.between(0, world.setup.lease), host::start);
      }
    }
  }

  private void slow(Host host) {
    host.slowness = dice.pick(1, 5, 20);
    host.eventCost = dice.between(0, world.setup.heartbeat / 4);
    later(
        while_(),
        () -> {
          host.slowness = 1;
          host.eventCost = 0;
        });
  }

  private void lateViews() {
    if (dice.chance(0.5)) {
      world.membership.extraSkew = while_();
      later(while_(), () -> world.membership.extraSkew = 0);
    } else {
      world.membership.extraMerge = 4 * while_();
      later(4 * while_(), () -> world.membership.extraMerge = 0);
    }
  }

  private void witness(Host host) {
    int witness = dice.below(world.setup.witnesses);
    boolean all = dice.chance(0.3);
    witness(host, witness, all, true);
    later(while_(), () -> witness(host, witness, all, false));
  }

  private void witness(Host only, int witness, boolean all, boolean isCut) {
    for (Host host : world.hosts) {
      if (all || host == only) {
        world.network.cutWitness(host.id, witness, isCut);
      }
    }
  }

  private void probes() {
    world.network.loseProbes(dice.unit());
    later(while_(), () -> world.network.loseProbes(0));
  }

  /** Harm at the moment of a decision: when it is on its way, and its effect is not known yet. */
  private void lightFuse() {
    Kind kind =
        dice.pick(Kind.KILL, Kind.CRASH, Kind.STALL, Kind.CUT_OFF, Kind.FREEZE, Kind.ONE_WAY);
    int moment = dice.below(4);
    long delay = dice.chance(0.5) ? 0 : dice.between(0, world.setup.heartbeat / 4);
    world.fuse =
        (server, decision) -> {
          if (isMoment(moment, decision)) {
            world.fuse = (s, d) -> {};
            later(
                delay,
                () -> {
                  world.note("----", kind + " at a bad moment: " + server.host.name);
                  if (kind == Kind.CUT_OFF) {
                    part(1L << server.host.id, dice.chance(0.5));
                  } else if (kind == Kind.ONE_WAY) {
                    oneWay(server.host);
                  } else {
                    harm(kind, server.host);
                  }
                });
          }
        };
  }

  private static boolean isMoment(int moment, Decision decision) {
    return switch (moment) {
      case 0 -> decision instanceof Decision.Nominated;
      case 1 -> decision instanceof Decision.Start;
      case 2 -> decision instanceof Decision.Stop;
      default -> decision instanceof Decision.Transition;
    };
  }
}
