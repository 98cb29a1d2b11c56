package org.batonha.core.sim;

import java.time.Duration;
import org.batonha.core.Event;
import org.batonha.core.ServiceState;

/** One machine: its clock, its sentinel, and the server process on it, if there is one. */
final class Host {
  /** No server comes back sooner: so its wall clock gives it a greater boot each time. */
  private static final long RESTART_TAKES = 1000 * World.MS;

  /** How far the wall clocks of two hosts are apart from the truth, at most. */
  private static final long WALL_SKEW_MILLIS = 200;

  /** Some days after the day from which the wall clock counts. */
  private static final long WALL_MILLIS = 250_000_000_000L;

  final World world;
  final int id;
  final String name;
  final boolean isArbiter;
  final Sentinel sentinel;

  /** Null while no server runs. */
  Server server;

  /** Whether the machine has power. */
  boolean isPowered = true;

  /** Whether a hypervisor has stopped the machine. */
  boolean isFrozen;

  /** When it last came back from a snapshot in which its own clock had stood still, or never. */
  long snapshotWokenAt = Long.MIN_VALUE / 2;

  /** How many of the next starts of anything go wrong here. */
  int brokenStarts;

  /** How many starts here will never end, nor fail: an application hangs in them. */
  int hangingStarts;

  /** By how many times starts and stops take longer here than usual. */
  int slowness = 1;

  /** Whether it was told that the last arbiter is a voter now, or is none any more. */
  boolean knowsChange;

  /** What handling one event costs here. */
  long eventCost;

  private double rate;
  private long clockBase;
  private long trueBase;
  private long endedAt;
  private boolean losesWhileFrozen;

  Host(World world, int id) {
    this.world = world;
    this.id = id;
    this.name = world.setup.hostName(id);
    this.isArbiter = id >= world.setup.nodes.size();
    this.endedAt = world.now - RESTART_TAKES;
    setClock(world.dice.between(0, 1_000_000_000_000L));
    this.sentinel = new Sentinel(this);
  }

  private void setClock(long reading) {
    clockBase = reading;
    trueBase = world.now;
    drawRate();
  }

  /** The fastest and the slowest clock are apart by the drift that is allowed. */
  private void drawRate() {
    rate = Math.pow(1 + world.setup.realDrift, world.dice.unit() - 0.5);
  }

  /** The monotonic clock of this machine. */
  long clock() {
    return clockAt(world.now);
  }

  private long clockAt(long time) {
    return clockBase + (long) ((time - trueBase) * rate);
  }

  /** Returns the first moment at which the clock shows at least {@code reading}. */
  long whenClockShows(long reading) {
    long time = trueBase + (long) Math.ceil((reading - clockBase) / rate);
    while (clockAt(time) < reading) {
      time++;
    }
    return time;
  }

  /** From now on the clock runs at another rate, within the same bounds. */
  void changeRate() {
    long reading = clock();
    clockBase = reading;
    trueBase = world.now;
    drawRate();
    note("clock rate is " + rate);
    sentinel.clockChanged();
    if (server != null) {
      server.clockChanged();
    }
  }

  boolean isAlive() {
    return isPowered && !isFrozen;
  }

  boolean isRunning() {
    return isAlive() && server != null;
  }

  /** Whether the server handles what it is told, now. */
  boolean isResponsive() {
    return isRunning() && !server.isStalled();
  }

  void start() {
    if (!isPowered || server != null || isFrozen) {
      return;
    }
    long early = endedAt + RESTART_TAKES - world.now;
    if (early > 0) {
      world.at(early, this::start);
      return;
    }
    server = new Server(this, wallMillis());
    note("the server starts, boot " + server.boot);
    server.boot();
    world.membership.started(id);
  }

  private long wallMillis() {
    long skew = world.dice.between(-WALL_SKEW_MILLIS, WALL_SKEW_MILLIS);
    return WALL_MILLIS + (world.now - World.EPOCH) / World.MS + skew;
  }

  /** The process dies; its sentinel sees it soon and lets go. */
  void kill() {
    if (server != null && !isFrozen) {
      note("the server is killed");
      end();
    }
  }

  /** The server ends; nothing that it was told or had begun goes on. */
  void end() {
    long boot = server.boot;
    endedAt = world.now;
    server.die();
    server = null;
    world.membership.ended(id);
    sentinel.serverEnded(boot);
  }

  /** The machine loses its power: all is gone at once, and nobody says a last word. */
  void crash() {
    if (!isPowered || isFrozen) {
      return;
    }
    note("the machine crashes");
    isPowered = false;
    if (server != null) {
      endedAt = world.now;
      server.die();
      server = null;
      world.membership.ended(id);
    }
    sentinel.crash();
  }

  /** The machine has power again, with a clock that begins anew; no server runs yet. */
  void powerOn() {
    if (!isPowered) {
      note("the machine has power again");
      isPowered = true;
      setClock(world.dice.between(0, 1_000_000_000L));
      sentinel.restart();
    }
  }

  void stall(Duration time) {
    stall(time.toNanos());
  }

  void stall(long time) {
    if (server != null) {
      note("the server stalls for " + time / World.MS + " ms");
      server.stall(time);
    }
  }

  /**
   * A hypervisor stops the whole machine for a while.
   *
   * @param clockStands whether the machine's clock stands still meanwhile (a snapshot), and does
   *     not just jump forward at the end
   */
  void freeze(long time, boolean clockStands) {
    if (!isAlive()) {
      return;
    }
    note("the machine freezes for " + time / World.MS + " ms, its clock " + clockStands);
    long reading = clock();
    isFrozen = true;
    losesWhileFrozen = world.dice.chance(0.5);
    world.at(time, () -> thaw(clockStands, reading));
  }

  private void thaw(boolean clockStands, long reading) {
    note("the machine goes on");
    isFrozen = false;
    if (clockStands) {
      clockBase = reading;
      trueBase = world.now;
      snapshotWokenAt = world.now;
    }
    sentinel.clockChanged();
    if (server != null) {
      server.thaw();
    }
  }

  /** From now on it is configured to have the new list of voters. */
  void learnOfChange() {
    if (!knowsChange && world.setup.isTold(id)) {
      knowsChange = true;
      event(new Event.VotersChanged(world.setup.nodes, world.setup.arbiters(id, true)));
    }
  }

  /** Tells the server something. What comes while it stalls is handled when it wakes. */
  Host event(Event event) {
    if (server != null) {
      server.post(event);
    }
    return this;
  }

  /** What comes over the network may be lost while the machine does not empty its queue. */
  void receive(int from, Event event) {
    if (isFrozen && losesWhileFrozen) {
      return;
    }
    if (server != null && (!world.setup.membersOnly || world.membership.sees(id, from, event))) {
      event(event);
    }
  }

  /** The state of a service here, as the server itself reports it. */
  ServiceState state(String service) {
    return server.core.report(name, service).orElseThrow().state();
  }

  void note(String what) {
    if (world.trace != null) {
      world.trace.note(world.now, name, what);
    }
  }
}
