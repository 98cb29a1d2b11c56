package org.batonha.sentinel.keeper;

import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** One address that is on its device, and what is due for it. */
final class Held {
  private final VirtualAddress address;
  private final AnnounceSchedule announcements;
  private final Defence defence = new Defence();
  private final Attempts prolonging;
  private final Attempts announcing;
  private final Pace conflictEvents = new Pace(Timing.EVENT_INTERVAL);
  private final Pace lostEvents = new Pace(Timing.EVENT_INTERVAL);
  private long prolongedNanos;
  private long prolongNanos;

  /** An address that was added and announced at {@code now}. */
  Held(VirtualAddress address, long now) {
    this.address = address;
    this.prolonging = new Attempts(address + " prolonged");
    this.announcing = new Attempts(address + " announced");
    this.announcements = new AnnounceSchedule(now);
    announcements.sent(now);
    prolonged(now);
  }

  VirtualAddress address() {
    return address;
  }

  long dueNanos() {
    return announcements.dueNanos() - prolongNanos < 0 ? announcements.dueNanos() : prolongNanos;
  }

  /** Does what is due. What fails is tried again when it is due next, while the lease lasts. */
  void work(Host host, Log log, long now) {
    if (now - prolongNanos >= 0) {
      prolonged(now);
      boolean recovered = prolonging.attempt(() -> host.prolong(address), log);
      if (recovered) {
        announceAgain(now);
      }
    }
    if (announcements.isDue(now)) {
      announcements.sent(now);
      announcing.attempt(() -> host.announce(address), log);
    }
  }

  /** Announces at once, and then anew at growing intervals. */
  void announceNow(Host host, long now) throws Refusal {
    announceAgain(now);
    host.announce(address);
    announcements.sent(now);
  }

  void announceAgain(long now) {
    announcements.restart(now);
  }

  /** Somebody removed it: put it back soon. Returns whether that is worth an event. */
  boolean lost(long now) {
    long earliest = prolongedNanos + Timing.PUT_BACK_INTERVAL.toNanos();
    prolongNanos = earliest - now < 0 ? now : earliest;
    announcements.restart(prolongNanos);
    return lostEvents.admits(now);
  }

  /**
   * Another host claims it: answers if the defence says so. Returns whether it is worth an event.
   */
  boolean claimed(Host host, Log log, long now) {
    if (defence.answers(now)) {
      announcing.attempt(() -> host.announce(address), log);
    }
    return conflictEvents.admits(now);
  }

  private void prolonged(long now) {
    prolongedNanos = now;
    prolongNanos = now + Timing.PROLONG_INTERVAL.toNanos();
  }
}
