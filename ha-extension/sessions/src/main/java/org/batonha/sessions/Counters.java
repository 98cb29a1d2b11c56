package org.batonha.sessions;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What happened to responses, since the start. Thread-safe; a reading is no snapshot. */
final class Counters {
  final LongAdder withheld = new LongAdder();
  final LongAdder committed = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder timedOut = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder broken = new LongAdder();
  final LongAdder warned = new LongAdder();
  final LongAdder withoutQuorum = new LongAdder();
  private final LongAdder waits = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Long::max, 0);

  void waited(long nanos) {
    waits.increment();
    waitedNanos.add(nanos);
    longestNanos.accumulate(nanos);
  }

  long meanWaitMicros() {
    long count = waits.sum();
    return count == 0 ? 0 : TimeUnit.NANOSECONDS.toMicros(waitedNanos.sum() / count);
  }

  long longestWaitMicros() {
    return TimeUnit.NANOSECONDS.toMicros(longestNanos.get());
  }
}
