package org.batonha.benchmarks.addresses;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass that is a part of what is measured. */
final class Pause {
  private Pause() {}

  static void of(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
