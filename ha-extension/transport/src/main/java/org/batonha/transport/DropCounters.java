package org.batonha.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts dropped frames by cause; thread-safe. */
final class DropCounters {
  private final Map<DropCause, LongAdder> counts = new EnumMap<>(DropCause.class);

  DropCounters() {
    for (DropCause cause : DropCause.values()) {
      counts.put(cause, new LongAdder());
    }
  }

  void count(DropCause cause) {
    counts.get(cause).increment();
  }

  long of(DropCause cause) {
    return counts.get(cause).sum();
  }

  void reset() {
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
