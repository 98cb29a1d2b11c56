package org.batonha.sentinel.keeper;

import java.time.Duration;

/** Lets something through at most once per interval. */
final class Pace {
  private final long intervalNanos;
  private boolean used;
  private long lastNanos;

  Pace(Duration interval) {
    this.intervalNanos = interval.toNanos();
  }

  boolean admits(long now) {
    if (used && now - lastNanos < intervalNanos) {
      return false;
    }
    used = true;
    lastNanos = now;
    return true;
  }
}
