package org.batonha.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A cluster in virtual time: hosts with clocks that drift, a network that delays, loses and
 * repeats, a group membership that notices late, a witness, and on each host a sentinel that lets
 * go when a lease ends. One seed gives everything. Whenever a host begins to act, it is checked
 * that no other acts.
 */
final class World {
  static final String SERVICE = "web";
  private static final long MS = 1_000_000L;

  final Random random;
  final QuorumPolicy policy;
  final Map<String, Host> hosts = new LinkedHashMap<>();
  final List<String> trace = new ArrayList<>();
  final List<String> violations = new ArrayList<>();

  /** Pairs "a>b" over which nothing goes, in that direction. */
  final Set<String> cuts = new TreeSet<>();

  double loss;
  double duplication;
  boolean witnessUp = true;
  long detectionMs = 500;
  long now = 1_000_000 * MS;

  private final List<String> names;
  private final PriorityQueue<Later> queue =
      new PriorityQueue<>(
          Comparator.<Later>comparingLong(l -> l.at).thenComparingLong(l -> l.order));
  private long order;
  private long boots;

  private record Later(long at, long order, Runnable what) {}

  World(long seed, QuorumPolicy policy, String... nodes) {
    this.random = new Random(seed);
    this.policy = policy;
    this.names = List.of(nodes);
    names.forEach(name -> hosts.put(name, new Host(name)));
  }

  void at(long delayNanos, Runnable what) {
    queue.add(new Later(now + delayNanos, order++, what));
  }

  void run(Duration time) {
    long end = now + time.toNanos();
    while (!queue.isEmpty() && queue.peek().at <= end) {
      Later next = queue.remove();
      now = next.at;
      next.what.run();
    }
    now = end;
  }

  /** Runs until something is so, at most for a time; returns how long it took. */
  Duration await(Predicate<World> condition, Duration most) {
    long start = now;
    while (!condition.test(this)) {
      if (now - start > most.toNanos()) {
        throw new AssertionError("not so after " + most + ":\n" + String.join("\n", trace));
      }
      run(Duration.ofMillis(1));
    }
    return Duration.ofNanos(now - start);
  }

  Host host(String name) {
    return hosts.get(name);
  }

  List<String> acting() {
    return hosts.values().stream().filter(Host::isActing).map(h -> h.name).toList();
  }

  void cutOff(String name) {
    for (String other : names) {
      if (!other.equals(name)) {
        cuts.add(name + ">" + other);
        cuts.add(other + ">" + name);
      }
    }
    noticeLater();
  }

  void heal() {
    cuts.clear();
    noticeLater();
  }

  /** Membership follows the network, after a while that differs from host to host. */
  void noticeLater() {
    hosts.values().forEach(host -> at(detectionMs * MS + random.nextLong(50 * MS), host::look));
  }

  private boolean connected(String from, String to) {
    return !cuts.contains(from + ">" + to);
  }

  private void deliver(String from, String to, Message message) {
    if (!connected(from, to) || random.nextDouble() < loss) {
      return;
    }
    int copies = random.nextDouble() < duplication ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long delay = MS / 5 + random.nextLong(loss > 0 ? 60 * MS : MS);
      Host target = hosts.get(to);
      at(delay, () -> target.event(new Event.Received(from, message)));
    }
  }

  private void note(String text) {
    trace.add(String.format("%,d ms %s", now / MS - 1_000_000, text));
    if (trace.size() > 400) {
      trace.remove(0);
    }
  }

  /** One server, its clock, and its sentinel. */
  final class Host {
    final String name;
    final double rate = 1 + (random.nextDouble() - 0.5) * 0.008;
    final long offset = random.nextLong(1_000_000) * MS;
    Core core;
    List<String> view = List.of();
    private long stalledUntil;
    private final List<Event> waiting = new ArrayList<>();

    /** What the sentinel holds: it outlives the server and its stalls. */
    private long actingEpoch;

    private long actingUntil;
    private long busyUntil;

    /** The epochs that this host has acted on, in their order. */
    final List<Long> epochs = new ArrayList<>();

    private int boot;

    Host(String name) {
      this.name = name;
    }

    long clock() {
      return (long) ((now + offset) * rate);
    }

    void start() {
      int run = ++boot;
      CoreConfig config = CoreConfig.of(name, names, Preset.LAN, policy, 1);
      core = new Core(config, ++boots, clock());
      stalledUntil = 0;
      event(new Event.ServiceAdded(new ServiceConfig(SERVICE, names)));
      view = List.of();
      note(name + " starts");
      tick(run);
      ask(run);
      noticeLater();
    }

    /** The process dies; its sentinel sees it soon and lets go. */
    void kill() {
      note(name + " is killed");
      core = null;
      boot++;
      waiting.clear();
      at(20 * MS + random.nextLong(300 * MS), () -> letGo("the server died"));
      noticeLater();
    }

    void stall(Duration time) {
      note(name + " stalls for " + time);
      stalledUntil = now + time.toNanos();
      if (time.toMillis() > detectionMs) {
        noticeLater();
        at(time.toNanos(), World.this::noticeLater);
      }
    }

    boolean isRunning() {
      return core != null && now >= stalledUntil;
    }

    private void tick(int run) {
      if (run == boot && core != null) {
        event(new Event.Tick());
        at(20 * MS, () -> tick(run));
      }
    }

    private void ask(int run) {
      if (run == boot && core != null) {
        if (witnessUp && isRunning() && connected(name, "witness")) {
          long sent = clock();
          at(MS, () -> event(new Event.WitnessAnswered("gateway", sent)));
        }
        at(100 * MS, () -> ask(run));
      }
    }

    void look() {
      if (core == null) {
        return;
      }
      List<String> seen =
          names.stream()
              .filter(
                  other ->
                      other.equals(name)
                          || (connected(name, other)
                              && connected(other, name)
                              && hosts.get(other).isRunning()))
              .toList();
      if (!seen.equals(view)) {
        view = seen;
        event(new Event.ViewChanged(seen));
      }
    }

    /** What comes while the host stalls waits in its queue, and is handled on waking. */
    void event(Event event) {
      if (core == null) {
        return;
      }
      if (now < stalledUntil) {
        if (waiting.isEmpty()) {
          at(stalledUntil - now, this::wake);
        }
        if (!(event instanceof Event.Tick) || waiting.isEmpty()) {
          waiting.add(event);
        }
        return;
      }
      core.step(event, clock()).forEach(this::carryOut);
    }

    private void wake() {
      List<Event> missed = List.copyOf(waiting);
      waiting.clear();
      missed.forEach(this::event);
    }

    private void carryOut(Decision decision) {
      if (decision instanceof Decision.Send send) {
        for (String other : names) {
          if (!other.equals(name) && (send.to() == null || send.to().equals(other))) {
            deliver(name, other, send.message());
          }
        }
      } else if (decision instanceof Decision.Probe probe) {
        act(
            100 * MS,
            () ->
                event(
                    new Event.Probed(
                        probe.service(),
                        probe.epoch(),
                        isAnswered() ? Optional.of("another host answers") : Optional.empty())));
      } else if (decision instanceof Decision.Start start) {
        int run = boot;
        long probing = start.probe() ? 100 * MS : 0;
        act(probing, () -> take(start, run));
      } else if (decision instanceof Decision.Renewed renewed) {
        if (actingEpoch == renewed.epoch()) {
          actingUntil = Math.max(actingUntil, renewed.leaseUntilNanos());
        }
      } else if (decision instanceof Decision.Stop stop) {
        act(
            0,
            () -> {
              if (actingEpoch <= stop.epoch()) {
                letGo(stop.reason());
              }
              event(new Event.Stopped(stop.service(), stop.epoch()));
            });
      } else if (decision instanceof Decision.Transition t) {
        note(name + " " + t.epoch() + " " + t.from() + " -> " + t.to() + ": " + t.reason());
      } else if (decision instanceof Decision.CommandFailed failed) {
        note(name + " refuses: " + failed.reason());
      }
    }

    /** What is done for one service is done in the order in which it was decided. */
    private void act(long delay, Runnable what) {
      busyUntil = Math.max(now, busyUntil) + delay + random.nextLong(5 * MS);
      at(busyUntil - now, what);
    }

    private void take(Decision.Start start, int run) {
      if (run != boot || core == null) {
        return;
      }
      if (start.probe() && isAnswered()) {
        event(
            new Event.StartFailed(
                start.service(), start.epoch(), Event.Obstacle.CONFLICT, "another host answers"));
        return;
      }
      if (clock() < start.leaseUntilNanos()) {
        actingEpoch = start.epoch();
        actingUntil = start.leaseUntilNanos();
        check();
        event(new Event.Started(start.service(), start.epoch()));
      } else {
        event(new Event.StartFailed(start.service(), start.epoch(), Event.Obstacle.LATE, "late"));
      }
    }

    private boolean isAnswered() {
      return hosts.values().stream()
          .anyMatch(h -> h != this && h.isActing() && connected(h.name, "lan"));
    }

    private void letGo(String reason) {
      if (actingEpoch > 0) {
        note(name + " lets go of " + actingEpoch + ": " + reason);
      }
      actingEpoch = 0;
    }

    /** Whether this host acts: the sentinel holds, and the lease that it knows of lasts. */
    boolean isActing() {
      return actingEpoch > 0 && clock() < actingUntil;
    }

    ServiceState state() {
      return core.report(name, SERVICE).orElseThrow().state();
    }

    private void check() {
      epochs.add(actingEpoch);
      note(name + " acts on epoch " + actingEpoch);
      if (acting().size() > 1) {
        violations.add("two act at once: " + acting() + "\n" + String.join("\n", trace));
      }
    }
  }
}
