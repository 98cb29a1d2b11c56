package org.batonha.sentinel.keeper;

/**
 * When an address is announced next: {@link Timing#ANNOUNCEMENTS}, then a slow refresh for ever.
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

  /** Takes note of an announcement. What was missed meanwhile is left out, not sent in a burst. */
  void sent(long now) {
    do {
      sent++;
      dueNanos =
          sent < Timing.ANNOUNCEMENTS.size()
              ? startNanos + Timing.ANNOUNCEMENTS.get(sent).toNanos()
              : now + Timing.REFRESH_INTERVAL.toNanos();
    } while (isDue(now));
  }
}
