package org.batonha.core.sim;

import java.util.Arrays;
import org.batonha.core.Event;

/**
 * What holds the addresses on one host. It outlives the server and its stalls, and lets go by
 * itself when a lease ends by the host's clock, or when the server has died. When it is killed
 * itself, the kernel drops the addresses at the end of their lifetime.
 */
final class Sentinel {
  private final Host host;
  private final World world;
  private final long[] epoch;
  private final long[] until;
  private final long[] boot;

  /** Held by the kernel alone, for the sentinel that took it is dead. */
  private final boolean[] orphaned;

  private final Runnable[] onDrop;
  private final boolean[] timed;

  /** Whether the probe for what is held now, or is to be, missed somebody who was there. */
  final boolean[] blind;

  private final long[] probingUntil;
  private final boolean[] answered;

  /** Somebody who has it has answered, and not only who looks, too. */
  private final boolean[] held;

  private boolean isDead;

  /** Servers up to this one were not known to the sentinel that runs now. */
  private long knowsFrom;

  Sentinel(Host host) {
    this.host = host;
    this.world = host.world;
    int services = world.setup.services.size();
    epoch = new long[services];
    until = new long[services];
    boot = new long[services];
    orphaned = new boolean[services];
    onDrop = new Runnable[services];
    timed = new boolean[services];
    blind = new boolean[services];
    probingUntil = new long[services];
    answered = new boolean[services];
    held = new boolean[services];
  }

  boolean isActing(int service) {
    return epoch[service] > 0
        && host.isAlive()
        && (host.clock() < until[service] || !world.sabotage.sentinelEndsLeases());
  }

  boolean isDead() {
    return isDead;
  }

  /** The epoch that is held for one run of the server, 0 for none. */
  long held(int service, long ofBoot) {
    return boot[service] == ofBoot ? epoch[service] : 0;
  }

  long epoch(int service) {
    return epoch[service];
  }

  long until(int service) {
    return until[service];
  }

  boolean isOrphaned(int service) {
    return orphaned[service];
  }

  boolean holdsAnythingFor(long ofBoot) {
    for (int service = 0; service < epoch.length; service++) {
      if (epoch[service] > 0 && boot[service] == ofBoot) {
        return true;
      }
    }
    return false;
  }

  /** Takes what nobody holds here, or goes on with what is held under an older epoch. */
  void take(int service, long newEpoch, long deadline, long ofBoot) {
    epoch[service] = newEpoch;
    until[service] = deadline;
    boot[service] = ofBoot;
    orphaned[service] = false;
    host.note("holds " + world.serviceName(service) + " " + newEpoch);
    arm(service);
    world.checkers.began(host, service, newEpoch, ofBoot);
    announce(service);
  }

  /** Who holds it, too, hears that, and is heard in turn: each is told of the other's claim. */
  private void announce(int service) {
    for (Host other : world.hosts) {
      boolean holds = other != host && other.isAlive() && other.sentinel.epoch[service] > 0;
      if (holds && world.network.isSameLan(host.id, other.id)) {
        other.sentinel.claimedBy(host, service);
        claimedBy(other, service);
      }
    }
  }

  private void claimedBy(Host rival, int service) {
    if (!isDead && !host.isFrozen) {
      Event claimed = new Event.Claimed(world.serviceName(service), "10.10.0.100", rival.name);
      world.at(World.MS, () -> host.event(claimed));
    }
  }

  void prolong(int service, long ofEpoch, long deadline) {
    if (!isDead && epoch[service] == ofEpoch && !orphaned[service]) {
      until[service] = Math.max(until[service], deadline);
    }
  }

  /** Lets go of an epoch and of older ones, then does what follows; later, if it is too late. */
  void release(int service, long upTo, long ofBoot, Runnable then) {
    if (epoch[service] > 0 && epoch[service] <= upTo && boot[service] == ofBoot) {
      if (orphaned[service]) {
        onDrop[service] = then;
        return;
      }
      drop(service, "released");
    }
    then.run();
  }

  private void drop(int service, String why) {
    host.note("lets go of " + world.serviceName(service) + " " + epoch[service] + ": " + why);
    epoch[service] = 0;
    orphaned[service] = false;
    Runnable then = onDrop[service];
    onDrop[service] = null;
    if (then != null) {
      then.run();
    }
  }

  private void arm(int service) {
    if (!timed[service]) {
      timed[service] = true;
      long due = Math.max(world.now + 1, host.whenClockShows(until[service]));
      world.at(due - world.now, () -> expire(service));
    }
  }

  private void expire(int service) {
    timed[service] = false;
    if (epoch[service] == 0 || !host.isAlive()) {
      return;
    }
    if (host.clock() < until[service]) {
      arm(service);
    } else if (world.sabotage.sentinelEndsLeases()) {
      loseBecause(service, "the lease ended");
    }
  }

  private void loseBecause(int service, String why) {
    long was = epoch[service];
    long ofBoot = boot[service];
    drop(service, why);
    String name = world.serviceName(service);
    world.at(
        world.dice.between(0, 5 * World.MS),
        () -> {
          if (host.server != null && host.server.boot == ofBoot) {
            host.event(new Event.Lost(name, was, "the sentinel let go: " + why));
          }
        });
  }

  /** The clock jumped or runs at another rate: what has ended, ends before anything else. */
  void clockChanged() {
    for (int service = 0; service < epoch.length; service++) {
      if (epoch[service] > 0) {
        timed[service] = false;
        expire(service);
      }
      if (isActing(service)) {
        world.checkers.acts(host, service);
      }
    }
  }

  /** The server's process is gone; after a moment this is noticed. */
  void serverEnded(long ofBoot) {
    if (isDead || ofBoot < knowsFrom) {
      return;
    }
    long generation = knowsFrom;
    if (world.sabotage.lastWordIsEarly()) {
      sayLastWord(ofBoot);
    }
    world.at(
        world.dice.between(0, world.setup.deathNotice),
        () -> {
          if (generation == knowsFrom && !isDead && host.isPowered) {
            letGoFor(ofBoot);
          }
        });
  }

  private void letGoFor(long ofBoot) {
    if (host.isFrozen) {
      world.at(World.MS, () -> letGoFor(ofBoot));
      return;
    }
    for (int service = 0; service < epoch.length; service++) {
      if (epoch[service] > 0 && boot[service] == ofBoot) {
        drop(service, "the server died");
      }
    }
    sayLastWord(ofBoot);
  }

  private void sayLastWord(long ofBoot) {
    host.note("last word for boot " + ofBoot);
    Event word = new Event.LastWord(host.name, ofBoot);
    for (Host other : world.hosts) {
      if (other != host) {
        world.network.send(host.id, other.id, word);
      }
    }
  }

  /** The sentinel is killed: what it held stays, without anybody who could end it early. */
  void kill() {
    if (isDead || !host.isAlive()) {
      return;
    }
    host.note("the sentinel is killed");
    isDead = true;
    for (int service = 0; service < epoch.length; service++) {
      if (epoch[service] > 0) {
        orphaned[service] = true;
        until[service] += world.setup.kernelExcess;
      }
    }
  }

  /** A new sentinel runs; it knows nothing of servers that were there before it. */
  void restart() {
    isDead = false;
    knowsFrom = host.server == null ? knowsFrom + 1 : host.server.boot + 1;
  }

  /** The machine is off, and everything with it. */
  void crash() {
    isDead = true;
    Arrays.fill(epoch, 0);
    Arrays.fill(orphaned, false);
    Arrays.fill(onDrop, null);
  }

  /** Begins to look who answers for a service's addresses (RFC 5227, section 2.1). */
  void beginProbe(int service, long time) {
    probingUntil[service] = world.now + time;
    answered[service] = false;
    held[service] = false;
    blind[service] = false;
    look(service);
  }

  /** Ends the probe; returns whether somebody answered. */
  boolean endProbe(int service) {
    look(service);
    probingUntil[service] = 0;
    return answered[service];
  }

  /** Returns what stood in the way of the last probe that somebody answered. */
  Event.Obstacle obstacle(int service) {
    return held[service] ? Event.Obstacle.CONFLICT : Event.Obstacle.CONTENDED;
  }

  /**
   * Who acts answers, and so does who probes at the same time; a frozen machine does neither, so a
   * probe is as good as lost on it.
   */
  private void look(int service) {
    for (Host other : world.hosts) {
      if (other == host) {
        continue;
      }
      Sentinel theirs = other.sentinel;
      boolean probes = other.isAlive() && theirs.probingUntil[service] >= world.now;
      if (theirs.epoch[service] == 0 && !probes) {
        continue;
      }
      if (other.isAlive() && world.network.probeArrives(host.id, other.id)) {
        answered[service] = true;
        held[service] |= theirs.epoch[service] > 0;
        if (probes) {
          theirs.answered[service] = true;
        }
      } else {
        blind[service] = true;
        if (probes) {
          theirs.blind[service] = true;
        }
      }
    }
  }
}
