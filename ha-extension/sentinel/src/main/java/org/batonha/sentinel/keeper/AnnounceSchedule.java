package org.batonha.sentinel.keeper;

import java.time.Duration;

/**
 * When an address is announced next: {@link Timing#ANNOUNCEMENTS}, then a slow refresh for ever, if
 * there is to be one.
 */
final class AnnounceSchedule {
  private long startNanos;
  private int sent;
  private long dueNanos;

  AnnounceSchedule(long now) {
    restart(now);
  }

  /** Begins anew: the next one is due at once. */
  void restart(long now) {
    startNanos = now;
    sent = 0;
    dueNanos = now;
  }

  long dueNanos() {
    return dueNanos;
  }

  boolean isDue(long now) {
    return now - dueNanos >= 0;
  }

  /** Returns whether the next one is the first of its round. */
  boolean isFirst() {
    return sent == 0;
  }

  /**
   * Puts the one that is due off for a moment; but the round waits for no longer than {@link
   * Timing#DELIVERY_LIMIT}.
   *
   * @return whether it was put off
   */
  boolean postpone(long now) {
    boolean mayWait = now - startNanos < Timing.DELIVERY_LIMIT.toNanos();
    if (mayWait) {
      dueNanos = now + Timing.DELIVERY_LOOK.toNanos();
    }
    return mayWait;
  }

  /**
   * Takes note of an announcement. What was missed meanwhile is left out, not sent in a burst.
   *
   * @param refresh between two of the slow ones; zero for none
   */
  void sent(Duration refresh, long now) {
    long pauseNanos = (refresh.isZero() ? Timing.NEVER : refresh).toNanos();
    do {
      sent++;
      dueNanos =
          sent < Timing.ANNOUNCEMENTS.size()
              ? startNanos + Timing.ANNOUNCEMENTS.get(sent).toNanos()
              : now + pauseNanos;
    } while (isDue(now));
  }
}
