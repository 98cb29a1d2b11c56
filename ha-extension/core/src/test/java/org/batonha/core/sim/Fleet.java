package org.batonha.core.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.batonha.core.Core;
import org.batonha.core.CoreConfig;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceState;

/**
 * Many cores without hosts or faults: messages arrive in their order and at once, starts and stops
 * succeed at once. For what a big cluster costs, and for nothing else.
 */
class Fleet {
  private static final long HEARTBEAT = Preset.LAN.heartbeat().toNanos();

  final List<String> names = new ArrayList<>();
  final Core[] cores;
  long now = World.EPOCH;
  long steps;

  /** Where the time that each step takes is kept while somebody wants to know. */
  long[] timings;

  int timed;

  private final List<ServiceConfig> services = new ArrayList<>();
  private final ArrayDeque<Letter> letters = new ArrayDeque<>();

  /** Before there is a view there is nobody to send to. */
  private boolean hasView;

  private record Letter(int to, Event event) {}

  /** The first node is the one that the first {@code onFirst} services prefer. */
  Fleet(int nodes, int serviceCount, int onFirst) {
    for (int i = 0; i < nodes; i++) {
      names.add(String.format("n%03d", i));
    }
    for (int i = 0; i < serviceCount; i++) {
      int home = i < onFirst ? 0 : 1 + i % (nodes - 1);
      services.add(new ServiceConfig(String.format("s%04d", i), preference(home, i)));
    }
    cores = new Core[nodes];
  }

  /** A home, and two more nodes that differ from service to service. */
  private List<String> preference(int home, int service) {
    int nodes = names.size();
    int second = (home + 1 + service % (nodes - 1)) % nodes;
    int third = (second + 1) % nodes == home ? (second + 2) % nodes : (second + 1) % nodes;
    return List.of(names.get(home), names.get(second), names.get(third));
  }

  /** Starts all, and goes on until every service is held. */
  Fleet start() {
    for (int i = 0; i < cores.length; i++) {
      CoreConfig config = CoreConfig.of(names.get(i), names, Preset.LAN, QuorumPolicy.MAJORITY, 1);
      cores[i] = new Core(config, 1000 + i, now);
      for (ServiceConfig service : services) {
        step(i, new Event.ServiceAdded(service));
      }
    }
    hasView = true;
    for (int i = 0; i < cores.length; i++) {
      step(i, new Event.ViewChanged(names));
    }
    deliver();
    for (int beats = 0; beats < 50 && held() < services.size(); beats++) {
      beat();
    }
    return this;
  }

  /** One heartbeat of all nodes, and all that follows from it. */
  void beat() {
    now += HEARTBEAT;
    for (int i = 0; i < cores.length; i++) {
      if (cores[i] != null) {
        step(i, new Event.Tick());
      }
    }
    deliver();
  }

  int held() {
    int held = 0;
    for (int i = 0; i < cores.length; i++) {
      held += held(i);
    }
    return held;
  }

  int held(int node) {
    int held = 0;
    for (ServiceConfig service : services) {
      boolean isUp =
          cores[node] != null
              && cores[node]
                  .report(names.get(node), service.name())
                  .map(report -> report.state() == ServiceState.UP)
                  .orElse(false);
      held += isUp ? 1 : 0;
    }
    return held;
  }

  void lose(int node) {
    cores[node] = null;
  }

  void deliver() {
    while (!letters.isEmpty()) {
      Letter letter = letters.poll();
      if (cores[letter.to] != null) {
        step(letter.to, letter.event);
      }
    }
  }

  /** Steps one core; what it sends waits for {@link #deliver}. */
  List<Decision> step(int node, Event event) {
    long begin = System.nanoTime();
    List<Decision> made = cores[node].step(event, now);
    if (timings != null && timed < timings.length) {
      timings[timed++] = System.nanoTime() - begin;
    }
    steps++;
    for (Decision decision : made) {
      if (decision instanceof Decision.Send send) {
        send(node, send);
      } else if (decision instanceof Decision.Start start) {
        letters.add(new Letter(node, new Event.Started(start.service(), start.epoch())));
      } else if (decision instanceof Decision.Stop stop) {
        letters.add(new Letter(node, new Event.Stopped(stop.service(), stop.epoch())));
      }
    }
    return made;
  }

  private void send(int from, Decision.Send send) {
    Event event = new Event.Received(names.get(from), send.message());
    if (send.to() != null) {
      letters.add(new Letter(names.indexOf(send.to()), event));
      return;
    }
    for (int to = 0; to < cores.length; to++) {
      if (to != from && hasView) {
        letters.add(new Letter(to, event));
      }
    }
  }

  /** How long a node is believed to hold what it has lost, and a little more. */
  Duration beliefAndMore() {
    return Preset.LAN.lease().multipliedBy(2);
  }
}
