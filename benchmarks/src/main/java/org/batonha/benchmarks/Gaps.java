package org.batonha.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * How long one waited for the next of the numbers that each sender counts, and whether one came out
 * of turn. Thread-safe.
 */
final class Gaps {
  private final Map<Object, Arrival> last = new HashMap<>();
  private long longest;
  private int wrong;

  private record Arrival(long number, long nanos) {}

  /** What was seen: the longest wait in ns, and how many numbers did not follow the one before. */
  record Seen(long longest, int wrong) {}

  /** A number has come from a sender at a time in ns. */
  synchronized void arrived(Object sender, long number, long now) {
    Arrival before = last.put(sender, new Arrival(number, now));
    if (before != null) {
      longest = Math.max(longest, now - before.nanos());
      wrong += number == before.number() + 1 ? 0 : 1;
    }
  }

  /** Begins anew; who is silent now counts from the last arrival on. */
  synchronized void reset() {
    longest = 0;
    wrong = 0;
  }

  /** Returns what was seen since the last reset, with the waits that have no end yet. */
  synchronized Seen seen(long now) {
    long open = last.values().stream().mapToLong(each -> now - each.nanos()).max().orElse(0);
    return new Seen(Math.max(longest, open), wrong);
  }
}
