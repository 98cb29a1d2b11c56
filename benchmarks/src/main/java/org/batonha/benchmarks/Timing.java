package org.batonha.benchmarks;

import java.util.concurrent.TimeUnit;

/** For how long each thing is done. */
enum Timing {
  /** For numbers that are quoted. */
  FULL(1_500, 2_000),
  /** For a first look while something is being changed. */
  QUICK(1_000, 1_000);

  private final long warmUpNanos;
  private final long measureNanos;

  Timing(long warmUpMillis, long measureMillis) {
    this.warmUpNanos = TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
    this.measureNanos = TimeUnit.MILLISECONDS.toNanos(measureMillis);
  }

  /** Returns for how long it is done before anything counts. */
  long warmUpNanos() {
    return warmUpNanos;
  }

  /** Returns for how long it is measured. */
  long measureNanos() {
    return measureNanos;
  }
}
