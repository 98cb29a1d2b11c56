package org.batonha.transport.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.batonha.transport.wire.DropCause;

/**
 * Counts dropped frames by cause; thread-safe. What a link counts, its transport counts as well.
 */
public final class DropCounters {
  private final Map<DropCause, LongAdder> counts = new EnumMap<>(DropCause.class);
  private final DropCounters sum;

  /** Counts for itself. */
  public DropCounters() {
    this(null);
  }

  /** Counts for itself and into a sum. */
  public DropCounters(DropCounters sum) {
    this.sum = sum;
    for (DropCause cause : DropCause.values()) {
      counts.put(cause, new LongAdder());
    }
  }

  public void count(DropCause cause) {
    counts.get(cause).increment();
    if (sum != null) {
      sum.count(cause);
    }
  }

  public long of(DropCause cause) {
    return counts.get(cause).sum();
  }

  /** Returns the causes that occurred, by name. */
  public Map<String, Long> occurred() {
    Map<String, Long> occurred = new TreeMap<>();
    counts.forEach(
        (cause, count) -> {
          if (count.sum() > 0) {
            occurred.put(cause.name(), count.sum());
          }
        });
    return occurred;
  }

  public void reset() {
    counts.values().forEach(LongAdder::reset);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (cause, count) -> text.append(cause).append('=').append(count.sum()).append(' '));
    return text.toString().trim();
  }
}
