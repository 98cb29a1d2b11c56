package org.batonha.transport;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The longest wait between two murmurs of each member; thread-safe. */
final class Gaps {
  private final Map<String, Heard> heard = new TreeMap<>();

  private record Heard(int number, long atNanos, long longestNanos) {}

  synchronized void heard(String from, long nowNanos) {
    heard.merge(
        from,
        new Heard(1, nowNanos, 0),
        (before, first) ->
            new Heard(
                before.number() + 1,
                nowNanos,
                Math.max(before.longestNanos(), nowNanos - before.atNanos())));
  }

  /** Returns how many came from one member. */
  synchronized int number(String from) {
    return heard.containsKey(from) ? heard.get(from).number() : 0;
  }

  /** Returns the longest wait for one member, in ms, that is over. */
  synchronized long longestMillis(String from) {
    return heard.containsKey(from)
        ? TimeUnit.NANOSECONDS.toMillis(heard.get(from).longestNanos())
        : 0;
  }

  /** Forgets what was until now. */
  synchronized void clear() {
    heard.clear();
  }
}
