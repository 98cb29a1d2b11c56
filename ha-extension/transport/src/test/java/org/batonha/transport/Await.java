package org.batonha.transport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
final class Await {
  private Await() {}

  /** Returns how long it took. */
  static Duration until(String what, Duration bound, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - began > bound.toNanos()) {
        throw new AssertionError("not within " + bound.toMillis() + " ms: " + what);
      }
      pause();
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Lets others run before the next look. */
  static void pause() {
    LockSupport.parkNanos(2_000_000);
  }
}
