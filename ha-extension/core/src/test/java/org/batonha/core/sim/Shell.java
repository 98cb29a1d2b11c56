package org.batonha.core.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.QuorumPolicy;

/** Carries out what the core of one server decides: over the network, and by the sentinel. */
final class Shell {
  private final Server server;
  private final Host host;
  private final World world;
  private final long[] busyUntil;

  /** By service, what was decided and is not done yet, the first first. */
  private final List<Deque<Runnable>> due = new ArrayList<>();

  /** What is known of the lease of the epoch that is started, or was started last. */
  private final long[] startEpoch;

  private final long[] startUntil;

  Shell(Server server) {
    this.server = server;
    this.host = server.host;
    this.world = host.world;
    this.busyUntil = new long[world.services()];
    this.startEpoch = new long[world.services()];
    this.startUntil = new long[world.services()];
    for (int service = 0; service < world.services(); service++) {
      due.add(new ArrayDeque<>());
    }
  }

  void carryOut(Decision decision) {
    if (decision instanceof Decision.Send send) {
      send(send);
    } else if (decision instanceof Decision.Renewed renewed) {
      renew(renewed);
    } else if (decision instanceof Decision.Probe probe) {
      probe(probe);
    } else if (decision instanceof Decision.Start start) {
      start(start);
    } else if (decision instanceof Decision.Drain drain) {
      drain(drain);
    } else if (decision instanceof Decision.Stop stop) {
      stop(stop);
    } else {
      world.checkers.decided(server, decision);
      world.decided(server, decision);
      if (decision instanceof Decision.Left) {
        world.at(World.MS, this::leave);
      }
    }
  }

  private void leave() {
    if (!server.isDead()) {
      host.note("the server has left");
      host.end();
    }
  }

  private void send(Decision.Send send) {
    world.checkers.reasons.sent(server);
    Event event = new Event.Received(host.name, send.message());
    if (send.to() != null) {
      int to = world.hostId(send.to());
      if (to >= 0
          && to != host.id
          && (world.setup.unicastsPassViews || world.membership.isInView(host.id, to))) {
        world.network.send(host.id, to, event);
      }
      return;
    }
    for (int to = 0; to < world.hosts.length; to++) {
      if (to != host.id
          && (world.setup.multicastsPassViews || world.membership.isInView(host.id, to))) {
        world.network.send(host.id, to, event);
      }
    }
  }

  private void renew(Decision.Renewed renewed) {
    int service = world.serviceId(renewed.service());
    long until = world.sabotage.lease(server, renewed.leaseUntilNanos());
    host.sentinel.prolong(service, renewed.epoch(), until);
    if (startEpoch[service] == renewed.epoch()) {
      startUntil[service] = Math.max(startUntil[service], until);
    }
  }

  private void probe(Decision.Probe probe) {
    int service = world.serviceId(probe.service());
    long begin = begin(service, world.setup.probeTime);
    inOrder(
        service,
        begin,
        () -> {
          host.sentinel.beginProbe(service, world.setup.probeTime);
          act(
              world.now + world.setup.probeTime,
              () -> {
                boolean answered = host.sentinel.endProbe(service);
                boolean holds = host.sentinel.obstacle(service) == Event.Obstacle.CONFLICT;
                server.post(
                    new Event.Probed(
                        probe.service(),
                        probe.epoch(),
                        answered
                            ? Optional.of(new Event.Answer(holds, "another host answers"))
                            : Optional.empty()));
              });
        });
  }

  private void start(Decision.Start start) {
    int service = world.serviceId(start.service());
    startEpoch[service] = start.epoch();
    startUntil[service] = world.sabotage.lease(server, start.leaseUntilNanos());
    world.checkers.starts(server, service, start.epoch());
    world.decided(server, start);
    boolean probes = start.probe() && world.sabotage.probes();
    long probing = probes ? world.setup.probeTime : 0;
    long before = world.dice.between(0, world.setup.startTime) * host.slowness;
    long after = world.dice.between(0, world.setup.startTime) * host.slowness;
    long begin = begin(service, before + probing + after) + before;
    if (probes) {
      inOrder(service, begin, () -> host.sentinel.beginProbe(service, probing));
    }
    inOrder(
        service,
        begin + probing,
        () -> take(start, service, probes && host.sentinel.endProbe(service), after));
  }

  /** The sentinel takes the addresses at once after its probe; the rest of a start comes then. */
  private void take(Decision.Start start, int service, boolean answered, long after) {
    Sentinel sentinel = host.sentinel;
    long until = startEpoch[service] == start.epoch() ? startUntil[service] : 0;
    if (!start.probe() && world.setup.policy != QuorumPolicy.MAJORITY) {
      until = Math.min(until, world.sabotage.lease(server, start.leaseUntilNanos()));
    }
    boolean goesOn =
        sentinel.held(service, server.boot) > 0
            && sentinel.held(service, server.boot) < start.epoch()
            && !sentinel.isOrphaned(service);
    if (host.clock() >= until) {
      fail(start, service, Event.Obstacle.LATE, "the lease ended meanwhile");
    } else if (!goesOn && (sentinel.isDead() || host.brokenStarts > 0)) {
      host.brokenStarts = Math.max(0, host.brokenStarts - 1);
      fail(start, service, Event.Obstacle.BROKEN, "the start is broken");
    } else if (!goesOn && answered) {
      fail(start, service, sentinel.obstacle(service), "another host answers");
    } else {
      sentinel.take(service, start.epoch(), until, server.boot);
      if (host.hangingStarts > 0) {
        host.hangingStarts--;
        return;
      }
      act(
          world.now + (goesOn ? 0 : after),
          () -> server.post(new Event.Started(start.service(), start.epoch())));
    }
  }

  private void fail(Decision.Start start, int service, Event.Obstacle obstacle, String why) {
    host.sentinel.release(
        service,
        start.epoch(),
        server.boot,
        () -> server.post(new Event.StartFailed(start.service(), start.epoch(), obstacle, why)));
  }

  /** Requests end at some time; or they never do. */
  private void drain(Decision.Drain drain) {
    world.decided(server, drain);
    if (world.dice.chance(0.8)) {
      long takes = world.dice.between(0, 2 * drain.most().toNanos()) * host.slowness;
      act(world.now + takes, () -> server.post(new Event.Drained(drain.service(), drain.epoch())));
    }
  }

  private void stop(Decision.Stop stop) {
    int service = world.serviceId(stop.service());
    world.decided(server, stop);
    long takes = world.dice.between(0, world.setup.stopTime) * host.slowness;
    takes += world.sabotage.stopDelay(server, stop);
    Runnable stopped = () -> server.post(new Event.Stopped(stop.service(), stop.epoch()));
    if (world.sabotage.stopsEarly()) {
      world.at(1, stopped);
      stopped = () -> {};
    }
    Runnable then = stopped;
    inOrder(
        service,
        begin(service, takes) + takes,
        () -> {
          if (world.sabotage.stops(server)) {
            host.sentinel.release(service, stop.epoch(), server.boot, then);
          } else {
            then.run();
          }
        });
  }

  /**
   * What is done for one service is done in the order in which it was decided: also by a machine
   * that was frozen, and does all that is due when it wakes.
   */
  private void inOrder(int service, long time, Runnable what) {
    due.get(service).add(what);
    act(time, () -> takeTurn(service, what));
  }

  private void takeTurn(int service, Runnable what) {
    if (due.get(service).peek() == what) {
      due.get(service).remove();
      what.run();
    } else {
      act(world.now + World.MS / 10, () -> takeTurn(service, what));
    }
  }

  private long begin(int service, long takes) {
    long begin = Math.max(world.now, busyUntil[service]) + world.dice.between(1000, World.MS);
    busyUntil[service] = begin + takes;
    return begin;
  }

  /** Does something at a time, or when the server is awake again; never after its death. */
  private void act(long time, Runnable what) {
    world.at(
        Math.max(0, time - world.now),
        () -> {
          if (server.isDead()) {
            return;
          }
          if (host.isFrozen || server.isStalled()) {
            act(Math.max(world.now + World.MS, server.stalledUntil()), what);
          } else {
            what.run();
          }
        });
  }
}
