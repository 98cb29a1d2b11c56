package org.batonha.sentinel.keeper;

import java.time.Duration;

/** Lets something through at most once per interval. Not safe for use by several threads. */
public final class Pace {
  private final long intervalNanos;
  private boolean used;
  private long lastNanos;

  /** Creates one that lets the first through. */
  public Pace(Duration interval) {
    this.intervalNanos = interval.toNanos();
  }

  /**
   * Returns whether it is let through.
   *
   * @param now as of {@link System#nanoTime()}
   */
  public boolean admits(long now) {
    if (used && now - lastNanos < intervalNanos) {
      return false;
    }
    used = true;
    lastNanos = now;
    return true;
  }
}
