package org.batonha.core.sim;

import java.util.ArrayDeque;
import java.util.List;
import org.batonha.core.Core;
import org.batonha.core.CoreConfig;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.ServiceConfig;

/** One run of the server process: its queue of events, its stalls, its ticks, and its core. */
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
  private final Shell shell;

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
    this.shell = new Shell(this);
    CoreConfig config = world.sabotage.config(world.setup.config(host.id, host.knowsChange));
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
      shell.carryOut(decision);
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
}
