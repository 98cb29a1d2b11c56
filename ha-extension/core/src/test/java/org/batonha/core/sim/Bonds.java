package org.batonha.core.sim;

import org.batonha.core.QuorumPolicy;

/**
 * I5, and I1 where there is no majority: two hosts that have been well, connected and in one view
 * for long enough do not both act on a service. Also counts ticks, so that no core keeps its host
 * busy.
 */
final class Bonds {
  private static final int MOST_LEASES = 3;
  private static final int MOST_HEARTBEATS = 8;

  private final World world;
  private final int hosts;
  private final long[] goodSince;
  private long lastLook = Long.MIN_VALUE / 2;

  Bonds(World world) {
    this.world = world;
    this.hosts = world.setup.hosts();
    this.goodSince = new long[hosts * hosts];
    java.util.Arrays.fill(goodSince, Long.MAX_VALUE);
  }

  /** How long two holders may last after all is well between them. */
  private long bound() {
    return MOST_LEASES * world.setup.lease
        + MOST_HEARTBEATS * world.setup.heartbeat
        + 4 * (world.setup.startTime + world.setup.stopTime + world.setup.probeTime);
  }

  boolean isOld(Host one, Host other) {
    long since = goodSince[pair(one, other)];
    return since != Long.MAX_VALUE && isGood(one, other) && world.now - since > bound();
  }

  private int pair(Host one, Host other) {
    return Math.min(one.id, other.id) * hosts + Math.max(one.id, other.id);
  }

  private boolean isGood(Host one, Host other) {
    return isWell(one)
        && isWell(other)
        && world.network.isGood(one.id, other.id)
        && world.membership.share(one.id, other.id);
  }

  private boolean isWell(Host host) {
    return host.isRunning()
        && host.server.stalledUntil() < lastLook
        && host.eventCost == 0
        && host.slowness == 1
        && !host.sentinel.isDead();
  }

  void look() {
    if (world.setup.policy != QuorumPolicy.MAJORITY) {
      for (Host one : world.hosts) {
        for (int id = one.id + 1; id < hosts; id++) {
          look(one, world.hosts[id]);
        }
      }
    }
    lastLook = world.now;
  }

  private void look(Host one, Host other) {
    int pair = pair(one, other);
    if (!isGood(one, other)) {
      goodSince[pair] = Long.MAX_VALUE;
    } else if (goodSince[pair] == Long.MAX_VALUE) {
      goodSince[pair] = world.now;
    } else if (world.now - goodSince[pair] > bound()) {
      for (int service = 0; service < world.services(); service++) {
        if (one.sentinel.isActing(service) && other.sentinel.isActing(service)) {
          throw new Violation(
              "I5",
              String.format(
                  "%s and %s both act on %s, though all is well between them for %d ms",
                  one.name,
                  other.name,
                  world.serviceName(service),
                  (world.now - goodSince[pair]) / World.MS));
        }
      }
    }
  }
}
