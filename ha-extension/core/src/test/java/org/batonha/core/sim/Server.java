package org.batonha.core.sim;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.batonha.core.Core;
import org.batonha.core.CoreConfig;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.ServiceConfig;

/** One run of the server process: the shell around a core, which carries out what it decides. */
final class Server {
  /** As in a real shell the queue has a bound; what does not fit is lost. */
  private static final int MOST_WAITING = 10_000;

  /** How late a tick may come on a host that is well, as a part of a heartbeat. */
  private static final int TICK_LATENESS = 50;

  final Host host;
  final long boot;
  final Core core;

  private final World world;
  private final ArrayDeque<Event> inbox = new ArrayDeque<>();
  private final long[] busyUntil;

  /** What the shell knows of the lease of the epoch that it starts, or has started last. */
  private final long[] startEpoch;

  private final long[] startUntil;

  /** When the server can handle the next event. */
  private long readyAt;

  private long stalledUntil;

  private boolean isDraining;
  private boolean isDead;
  private long tickAt = Long.MAX_VALUE;
  private long tickRun;

  Server(Host host, long boot) {
    this.host = host;
    this.world = host.world;
    this.boot = boot;
    this.busyUntil = new long[world.services()];
    this.startEpoch = new long[world.services()];
    this.startUntil = new long[world.services()];
    CoreConfig config = world.sabotage.config(world.setup.config(host.id));
    this.core = new Core(config, boot, world.sabotage.born(config, host.clock()));
  }

  void boot() {
    world.checkers.booted(this);
    if (!host.isArbiter) {
      for (ServiceConfig service : world.setup.services) {
        post(new Event.ServiceAdded(world.sabotage.service(service)));
      }
    }
    post(new Event.Tick());
    for (int witness = 0; witness < world.setup.witnesses; witness++) {
      if (world.setup.policy == org.batonha.core.QuorumPolicy.WITNESS) {
        ask(witness);
      }
    }
  }

  void die() {
    isDead = true;
    inbox.clear();
  }

  boolean isDead() {
    return isDead;
  }

  boolean isStalled() {
    return world.now < stalledUntil;
  }

  /** When the server woke from its last stall, or will wake from this one. */
  long stalledUntil() {
    return stalledUntil;
  }

  private void ask(int witness) {
    if (isDead) {
      return;
    }
    if (host.isResponsive() && world.network.reachesWitness(host.id, witness)) {
      Event answer = new Event.WitnessAnswered("w" + witness, host.clock());
      world.at(
          world.dice.between(World.MS / 10, World.MS),
          () -> {
            if (world.network.reachesWitness(host.id, witness)) {
              post(answer);
            }
          });
    }
    world.at(world.setup.heartbeat, () -> ask(witness));
  }

  void stall(long time) {
    stalledUntil = Math.max(stalledUntil, world.now + time);
    readyAt = Math.max(readyAt, stalledUntil);
    if (world.dice.chance(0.5)) {
      inbox.addFirst(new Event.Tick());
    }
    drainLater();
  }

  void thaw() {
    stalledUntil = Math.max(stalledUntil, world.now);
    drainLater();
    clockChanged();
  }

  void clockChanged() {
    tickAt = Long.MAX_VALUE;
    tickLater();
  }

  void post(Event event) {
    if (isDead) {
      return;
    }
    if (inbox.isEmpty() && !isDraining && world.now >= readyAt && !host.isFrozen) {
      handle(event);
    } else if (inbox.size() < MOST_WAITING) {
      inbox.add(event);
      drainLater();
    }
  }

  private void drainLater() {
    if (!isDraining && !host.isFrozen) {
      isDraining = true;
      world.at(Math.max(0, readyAt - world.now), this::drain);
    }
  }

  private void drain() {
    isDraining = false;
    while (!isDead && !inbox.isEmpty() && world.now >= readyAt && !host.isFrozen) {
      handle(inbox.poll());
    }
    if (!isDead && !inbox.isEmpty()) {
      drainLater();
    }
  }

  private void handle(Event event) {
    if (host.eventCost > 0) {
      readyAt = world.now + host.eventCost;
    }
    world.checkers.told(this, event);
    Event given = world.sabotage.incoming(this, event);
    if (given != null && !isDead) {
      step(given);
    }
  }

  private void step(Event event) {
    if (world.trace != null) {
      host.note("<- " + event);
    }
    List<Decision> decisions;
    try {
      decisions = core.step(event, host.clock());
    } catch (RuntimeException e) {
      throw new Violation("step", "a step threw, given " + event, e);
    }
    for (Decision decision : world.sabotage.outgoing(this, decisions)) {
      if (isDead) {
        return;
      }
      if (world.trace != null) {
        host.note("-> " + decision);
      }
      carryOut(decision);
    }
    tickLater();
  }

  private void tickLater() {
    if (isDead) {
      return;
    }
    long due = host.whenClockShows(core.wakeAt());
    long late = world.dice.between(1000, world.setup.heartbeat / TICK_LATENESS);
    due = Math.max(due, world.now) + late;
    if (due < tickAt) {
      tickAt = due;
      long run = ++tickRun;
      world.at(due - world.now, () -> tick(run));
    }
  }

  private void tick(long run) {
    if (run != tickRun || isDead) {
      return;
    }
    tickAt = Long.MAX_VALUE;
    if (!host.isFrozen && host.clock() < core.wakeAt()) {
      tickLater();
    } else {
      post(new Event.Tick());
    }
  }

  private void carryOut(Decision decision) {
    if (decision instanceof Decision.Send send) {
      send(send);
    } else if (decision instanceof Decision.Renewed renewed) {
      renew(renewed);
    } else if (decision instanceof Decision.Probe probe) {
      probe(probe);
    } else if (decision instanceof Decision.Start start) {
      start(start);
    } else if (decision instanceof Decision.Stop stop) {
      stop(stop);
    } else {
      world.checkers.decided(this, decision);
      world.decided(this, decision);
      if (decision instanceof Decision.Left) {
        world.at(World.MS, this::leave);
      }
    }
  }

  private void leave() {
    if (!isDead) {
      host.note("the server has left");
      host.end();
    }
  }

  private void send(Decision.Send send) {
    world.checkers.reasons.sent(this);
    Event event = new Event.Received(host.name, send.message());
    if (send.to() != null) {
      int to = world.hostId(send.to());
      if (to >= 0 && to != host.id) {
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
    long until = world.sabotage.lease(this, renewed.leaseUntilNanos());
    host.sentinel.prolong(service, renewed.epoch(), until);
    if (startEpoch[service] == renewed.epoch()) {
      startUntil[service] = Math.max(startUntil[service], until);
    }
  }

  private void probe(Decision.Probe probe) {
    int service = world.serviceId(probe.service());
    long begin = begin(service, world.setup.probeTime);
    act(
        begin,
        () -> {
          host.sentinel.beginProbe(service, world.setup.probeTime);
          act(
              world.now + world.setup.probeTime,
              () -> {
                boolean answered = host.sentinel.endProbe(service);
                post(
                    new Event.Probed(
                        probe.service(),
                        probe.epoch(),
                        answered ? Optional.of("another host answers") : Optional.empty()));
              });
        });
  }

  private void start(Decision.Start start) {
    int service = world.serviceId(start.service());
    startEpoch[service] = start.epoch();
    startUntil[service] = world.sabotage.lease(this, start.leaseUntilNanos());
    world.checkers.starts(this, service, start.epoch());
    world.decided(this, start);
    boolean probes = start.probe() && world.sabotage.probes();
    long probing = probes ? world.setup.probeTime : 0;
    long before = world.dice.between(0, world.setup.startTime) * host.slowness;
    long after = world.dice.between(0, world.setup.startTime) * host.slowness;
    long begin = begin(service, before + probing + after) + before;
    if (probes) {
      act(begin, () -> host.sentinel.beginProbe(service, probing));
    }
    act(
        begin + probing,
        () -> take(start, service, probes && host.sentinel.endProbe(service), after));
  }

  /** The sentinel takes the addresses at once after its probe; the rest of a start comes then. */
  private void take(Decision.Start start, int service, boolean answered, long after) {
    Sentinel sentinel = host.sentinel;
    long until = startEpoch[service] == start.epoch() ? startUntil[service] : 0;
    boolean goesOn =
        sentinel.held(service, boot) > 0
            && sentinel.held(service, boot) < start.epoch()
            && !sentinel.isOrphaned(service);
    if (host.clock() >= until) {
      fail(start, service, Event.Obstacle.LATE, "the lease ended meanwhile");
    } else if (!goesOn && (sentinel.isDead() || host.brokenStarts > 0)) {
      host.brokenStarts = Math.max(0, host.brokenStarts - 1);
      fail(start, service, Event.Obstacle.BROKEN, "the start is broken");
    } else if (!goesOn && answered) {
      fail(start, service, Event.Obstacle.CONFLICT, "another host answers");
    } else {
      sentinel.take(service, start.epoch(), until, boot);
      act(
          world.now + (goesOn ? 0 : after),
          () -> post(new Event.Started(start.service(), start.epoch())));
    }
  }

  private void fail(Decision.Start start, int service, Event.Obstacle obstacle, String why) {
    host.sentinel.release(
        service,
        start.epoch(),
        boot,
        () -> post(new Event.StartFailed(start.service(), start.epoch(), obstacle, why)));
  }

  private void stop(Decision.Stop stop) {
    int service = world.serviceId(stop.service());
    world.decided(this, stop);
    long takes = world.dice.between(0, world.setup.stopTime) * host.slowness;
    takes += world.sabotage.stopDelay(this, stop);
    Runnable stopped = () -> post(new Event.Stopped(stop.service(), stop.epoch()));
    if (world.sabotage.stopsEarly()) {
      world.at(1, stopped);
      stopped = () -> {};
    }
    Runnable then = stopped;
    act(
        begin(service, takes) + takes,
        () -> {
          if (world.sabotage.stops(this)) {
            host.sentinel.release(service, stop.epoch(), boot, then);
          } else {
            then.run();
          }
        });
  }

  /** What is done for one service is done in the order in which it was decided. */
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
          if (isDead) {
            return;
          }
          if (host.isFrozen || isStalled()) {
            act(Math.max(world.now + World.MS, stalledUntil), what);
          } else {
            what.run();
          }
        });
  }
}
