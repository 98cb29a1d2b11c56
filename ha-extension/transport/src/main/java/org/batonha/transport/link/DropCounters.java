package org.batonha.transport.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.batonha.transport.wire.DropCause;

/** Counts dropped frames by cause; thread-safe. */
public final class DropCounters {
  private final Map<DropCause, LongAdder> counts = new EnumMap<>(DropCause.class);

  public DropCounters() {
    for (DropCause cause : DropCause.values()) {
      counts.put(cause, new LongAdder());
    }
  }

  public void count(DropCause cause) {
    counts.get(cause).increment();
  }

  public long of(DropCause cause) {
    return counts.get(cause).sum();
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
