package org.batonha.benchmarks;

import java.util.concurrent.TimeUnit;

/**
 * For how long each thing is done. A new JVM runs at a third of its speed after two seconds of full
 * load on two cores, and encryption at a twentieth, for the compiler has to share the cores with
 * the load: what is compared before that is how soon things are compiled.
 */
enum Timing {
  /** For numbers that are quoted. */
  FULL(10_000, 2_000, 3_000),
  /** For a first look while something is being changed. */
  QUICK(4_000, 1_000, 1_000);

  private final long newNanos;
  private final long warmUpNanos;
  private final long measureNanos;

  Timing(long newMillis, long warmUpMillis, long measureMillis) {
    this.newNanos = TimeUnit.MILLISECONDS.toNanos(newMillis);
    this.warmUpNanos = TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
    this.measureNanos = TimeUnit.MILLISECONDS.toNanos(measureMillis);
  }

  /** Returns for how long a new JVM is under load before anything else is done. */
  long newNanos() {
    return newNanos;
  }

  /** Returns for how long each thing is done before it counts. */
  long warmUpNanos() {
    return warmUpNanos;
  }

  /** Returns for how long it is measured. */
  long measureNanos() {
    return measureNanos;
  }
}
