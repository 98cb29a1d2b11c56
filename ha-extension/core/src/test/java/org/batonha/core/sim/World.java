package org.batonha.core.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.ServiceConfig;

/**
 * A cluster in virtual time. A scenario makes it from a {@link Setup}, starts it, does harm to it,
 * and waits for what must follow; the checkers look on, and throw a {@link Violation} at the moment
 * at which a rule is broken.
 */
final class World {
  static final long MS = 1_000_000L;

  /** Where virtual time begins: not at zero, for nothing may depend on that. */
  static final long EPOCH = 1_000_000_000_000L;

  private static final long STEP = MS;

  final Setup setup;
  final Dice dice;
  final Sabotage sabotage;
  final Host[] hosts;
  final Network network;
  final Membership membership;
  final Groups groups;
  final Checkers checkers;

  /** Null unless somebody wants to read it: formatting costs more than the simulation. */
  final Trace trace;

  long now = EPOCH;

  /** Told of what servers decide, other than to send and to renew: for faults at a bad moment. */
  BiConsumer<Server, Decision> fuse = (server, decision) -> {};

  private final Timeline timeline = new Timeline();
  private final Map<String, Integer> hostIds = new HashMap<>();
  private final Map<String, Integer> serviceIds = new HashMap<>();
  private long commands;

  World(Setup setup, Dice dice, Sabotage sabotage, Trace trace) {
    this.setup = setup;
    this.dice = dice;
    this.sabotage = sabotage;
    this.trace = trace;
    this.network = new Network(this);
    this.hosts = new Host[setup.hosts()];
    for (int id = 0; id < hosts.length; id++) {
      hosts[id] = new Host(this, id);
      hostIds.put(hosts[id].name, id);
    }
    for (ServiceConfig service : setup.services) {
      serviceIds.put(service.name(), serviceIds.size());
    }
    this.membership = new Membership(this);
    this.groups = new Groups(this);
    this.checkers = new Checkers(this);
  }

  /** A cluster for a scenario, with a readable trace. */
  static World of(Setup setup, long seed) {
    return new World(setup, new Dice(seed), Sabotage.NONE, new Trace(Trace.READABLE));
  }

  /** Starts all servers, one soon after the other. */
  World start() {
    for (Host host : hosts) {
      at(dice.between(0, setup.heartbeat), host::start);
    }
    checkers.watch();
    return this;
  }

  void at(long delay, Runnable what) {
    timeline.add(now + delay, what);
  }

  World run(Duration time) {
    runUntil(now + time.toNanos());
    return this;
  }

  void runUntil(long end) {
    while (timeline.nextTime() <= end) {
      now = timeline.nextTime();
      timeline.poll().run();
    }
    now = end;
  }

  /** Runs until something is so, at most for a time; returns how long it took. */
  Duration await(Predicate<World> condition, Duration most) {
    long begin = now;
    long end = begin + most.toNanos();
    while (!condition.test(this)) {
      if (now >= end) {
        throw new AssertionError("not so after " + most + ":\n" + trace);
      }
      runUntil(Math.max(now + STEP, Math.min(end, timeline.nextTime())));
    }
    return Duration.ofNanos(now - begin);
  }

  Host host(int id) {
    return hosts[id];
  }

  Host host(String name) {
    return hosts[hostIds.get(name)];
  }

  /** Returns the id of a host, -1 for a name that none has. */
  int hostId(String name) {
    Integer id = hostIds.get(name);
    return id == null ? -1 : id;
  }

  int serviceId(String name) {
    return serviceIds.get(name);
  }

  String serviceName(int id) {
    return setup.services.get(id).name();
  }

  int services() {
    return setup.services.size();
  }

  /** Returns the hosts that act on a service now. */
  List<String> acting(String service) {
    List<String> acting = new ArrayList<>();
    for (Host host : hosts) {
      if (host.sentinel.isActing(serviceId(service))) {
        acting.add(host.name);
      }
    }
    return acting;
  }

  /** Hands a command to a server; returns its id. */
  long command(String host, LongFunction<Event.Command> command) {
    long id = ++commands;
    host(host).event(command.apply(id));
    return id;
  }

  /** Parts a host from all others, in both directions, on all links. */
  World cutOff(String name) {
    return isolate(name, true);
  }

  private World isolate(String name, boolean isCut) {
    int id = host(name).id;
    for (int other = 0; other < hosts.length; other++) {
      if (other != id) {
        network.cut(id, other, isCut);
        network.cut(other, id, isCut);
      }
    }
    note("net", name + (isCut ? " is cut off" : " is connected again"));
    return this;
  }

  /** Takes a host out of the broadcast domain in which probes are answered. */
  World cutOffProbes(String name) {
    int id = host(name).id;
    for (int other = 0; other < hosts.length; other++) {
      network.cutLan(id, other, true);
      network.cutLan(other, id, true);
    }
    return this;
  }

  World heal() {
    network.heal();
    note("net", "healed");
    return this;
  }

  void decided(Server server, Decision decision) {
    fuse.accept(server, decision);
  }

  void note(String who, String what) {
    if (trace != null) {
      trace.note(now, who, what);
    }
  }
}
