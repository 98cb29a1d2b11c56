package org.batonha.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
final class Await {
  private static final Duration STEP = Duration.ofMillis(20);

  private Await() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @return whether it came to hold within {@code limit}
   * @throws LabException when interrupted
   */
  static boolean until(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      pause(STEP);
    }
    return true;
  }

  /** Lets time pass: the time is part of the experiment, not a guess at when something is done. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
