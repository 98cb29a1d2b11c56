package org.batonha.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who has held each service, as the nodes' reports tell it, and how often it moved by itself of
 * late. Every node keeps its own, so that a new nominator knows it, too; a node that has just
 * started has seen nothing.
 */
final class History {
  private final Map<String, Past> services = new HashMap<>();
  private final Map<String, Run> runs = new HashMap<>();

  private record Run(long boot, long heardFirst) {}

  private static final class Past {
    String holder;
    long epoch;
    boolean ordered;
    final Deque<Long> moves = new ArrayDeque<>();
    final Map<String, Long> unfitAt = new HashMap<>();
    final Set<String> unfit = new HashSet<>();
  }

  /** Takes note of a report. */
  void observe(String node, long boot, ServiceReport report, ServiceConfig config, long now) {
    Run run = runs.get(node);
    if (run == null || run.boot != boot) {
      runs.put(node, new Run(boot, now));
    }
    boolean isUnfit =
        !report.unavailable().isEmpty()
            || !report.behind().isEmpty()
            || report.state() == ServiceState.FAIL;
    boolean isUp = report.state() == ServiceState.UP;
    Past known = services.get(report.service());
    boolean wasUnfit = known != null && known.unfit.contains(node);
    if (isUnfit || wasUnfit || isUp) {
      Past past = services.computeIfAbsent(report.service(), name -> new Past());
      if (isUnfit || wasUnfit) {
        past.unfitAt.put(node, now); // until now, if it is fit from now on
      }
      if (isUnfit) {
        past.unfit.add(node);
      } else {
        past.unfit.remove(node);
      }
      if (isUp && report.claim() > past.epoch) {
        isUp(past, node, report, config, now);
      }
    }
  }

  private static void isUp(
      Past past, String node, ServiceReport report, ServiceConfig config, long now) {
    boolean moved = past.holder != null && !past.holder.equals(node);
    past.holder = node;
    past.epoch = report.claim();
    past.ordered = false;
    if (moved && report.cause().isFlap()) {
      past.moves.addLast(now);
      while (past.moves.size() > Math.max(1, config.flapLimit())) {
        past.moves.removeFirst();
      }
    }
  }

  /** Returns when a node was unfit for a service last, or had just started; {@code NEVER}. */
  long unfitAt(String service, String node) {
    Run run = runs.get(node);
    long started = run == null ? Quorum.NEVER : run.heardFirst;
    Past past = services.get(service);
    long unfit = past == null ? Quorum.NEVER : past.unfitAt.getOrDefault(node, Quorum.NEVER);
    return Math.max(started, unfit);
  }

  Optional<String> lastHolder(String service) {
    return Optional.ofNullable(services.get(service)).map(past -> past.holder);
  }

  /** Returns until when a service stays where it is because it moved too often; {@code NEVER}. */
  long dampedUntil(ServiceConfig config) {
    Past past = services.get(config.name());
    boolean full =
        past != null && config.flapLimit() > 0 && past.moves.size() >= config.flapLimit();
    return full ? past.moves.getFirst() + config.flapWindow().toNanos() : Quorum.NEVER;
  }

  /** An operator has ordered it to start: it may move again, and its next start is his. */
  void ordered(String service) {
    Past past = services.computeIfAbsent(service, name -> new Past());
    past.moves.clear();
    past.ordered = true;
  }

  /** An operator has ordered a service to start, and it has not been up since. */
  boolean isOrdered(String service) {
    Past past = services.get(service);
    return past != null && past.ordered;
  }
}
