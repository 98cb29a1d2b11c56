package org.batonha.sentinel;

import java.time.Duration;

/**
 * When the loop turns from its inputs to the work that can wait. While inputs wait, they come
 * first, for a renewal among them is what a lease hangs on; but releases, takings and announcements
 * have their turn, too, and an address has to be prolonged before its lifetime ends.
 */
final class Turns {
  /** So many inputs may come one after the other. */
  static final int INPUTS = 64;

  /** And for so long: well below the lifetime of an address. */
  static final Duration LIMIT = Duration.ofMillis(100);

  private int inputs;
  private long sinceNanos;

  Turns(long now) {
    sinceNanos = now;
  }

  /** Takes note of an input. Returns whether it is the work's turn now, and begins anew if so. */
  boolean isOver(boolean noneWaits, long now) {
    inputs++;
    if (!noneWaits && inputs < INPUTS && now - sinceNanos < LIMIT.toNanos()) {
      return false;
    }
    inputs = 0;
    sinceNanos = now;
    return true;
  }
}
