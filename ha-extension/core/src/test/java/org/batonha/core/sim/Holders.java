package org.batonha.core.sim;

import java.util.HashMap;
import java.util.Map;
import org.batonha.core.Decision;
import org.batonha.core.QuorumPolicy;

/**
 * I1: no two hosts act on one service at one instant. I2: an epoch has one holder, is given out
 * once where all have one list of voters, and no older one is started after it. And services that
 * are to be apart are never on one host.
 *
 * <p>Hosts stop acting at a known instant, so it is enough to look whenever one begins.
 */
final class Holders {
  Bonds bonds;

  private final World world;
  private final Map<Long, Long> holders = new HashMap<>();
  private final Map<Long, Long> nominations = new HashMap<>();
  private final long[] newest;

  Holders(World world) {
    this.world = world;
    int services = world.services();
    newest = new long[services];
  }

  void nominated(Server server, Decision.Nominated nominated) {
    int service = world.serviceId(nominated.service());
    long who =
        key(server.host.id, server.boot) * world.hosts.length + world.hostId(nominated.holder());
    Long before = nominations.putIfAbsent(key(service, nominated.epoch()), who);
    if (before != null && world.setup.lastArbiter == Setup.LastArbiter.STAYS) {
      throw new Violation("I2", "epoch given out twice: " + nominated + " by " + server.host.name);
    }
    if (!world.setup.services.get(service).preference().contains(nominated.holder())) {
      throw new Violation("I2", "not a node of the service: " + nominated);
    }
  }

  void starts(Server server, int service, long epoch) {
    long holder = key(server.host.id, server.boot);
    Long before = holders.putIfAbsent(key(service, epoch), holder);
    if (before != null && before != holder) {
      throw new Violation(
          "I2",
          String.format(
              "%s epoch %d has two holders, the second is %s (boot %d)",
              world.serviceName(service), epoch, server.host.name, server.boot));
    }
    if (epoch < newest[service] && isStrict() && !isFresh(server.host)) {
      throw new Violation(
          "I2",
          String.format(
              "%s starts %s with epoch %d after epoch %d was started",
              server.host.name, world.serviceName(service), epoch, newest[service]));
    }
    newest[service] = Math.max(newest[service], epoch);
  }

  private static long key(int small, long number) {
    return number * 64 + small;
  }

  void began(Host host, int service, long epoch, long boot) {
    for (int other = 0; other < world.services(); other++) {
      if (world.groups.areApart(service, other) && host.sentinel.held(other, boot) > 0) {
        throw new Violation(
            "apart",
            world.serviceName(service)
                + " and "
                + world.serviceName(other)
                + " are both on "
                + host.name);
      }
    }
    acts(host, service);
  }

  void acts(Host host, int service) {
    for (Host other : world.hosts) {
      if (other != host && other.sentinel.isActing(service) && !isExcused(host, other, service)) {
        throw new Violation(
            "I1",
            String.format(
                "two hosts act on %s: %s (epoch %d) and %s (epoch %d)",
                world.serviceName(service),
                host.name,
                host.sentinel.epoch(service),
                other.name,
                other.sentinel.epoch(service)));
      }
    }
  }

  /** Singletons go by the lease that the server knows of: it is nowhere valid twice either. */
  void lookAtLeases() {
    for (int service = 0; service < world.services() && isStrict(); service++) {
      Host leased = null;
      for (Host host : world.hosts) {
        if (host.isResponsive() && !isFresh(host) && hasLease(host, service)) {
          if (leased != null) {
            throw new Violation(
                "I1",
                String.format(
                    "%s and %s have a lease on %s",
                    leased.name, host.name, world.serviceName(service)));
          }
          leased = host;
        }
      }
    }
  }

  private boolean hasLease(Host host, int service) {
    return !host.isArbiter
        && host.server.core.leaseUntil(world.serviceName(service)).orElse(0L) > host.clock();
  }

  private boolean isExcused(Host one, Host other, int service) {
    return isFresh(one)
        || isFresh(other)
        || switch (world.setup.policy) {
          case MAJORITY -> false;
          case WITNESS -> one.sentinel.blind[service] || other.sentinel.blind[service];
          case NONE -> !bonds.isOld(one, other);
        };
  }

  /**
   * The stated exception: a machine whose clock stood still with it may act for what was left of
   * its lease, on its own clock.
   */
  private boolean isFresh(Host host) {
    return world.now - host.snapshotWokenAt
        <= world.setup.lease * (1 + world.setup.realDrift) + World.MS;
  }

  /** Whether more than one holder is possible at all in this world. */
  boolean isStrict() {
    return world.setup.policy == QuorumPolicy.MAJORITY;
  }
}
