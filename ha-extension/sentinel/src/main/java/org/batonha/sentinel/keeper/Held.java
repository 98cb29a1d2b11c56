package org.batonha.sentinel.keeper;

import java.util.Optional;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** One address that is on its device, and what is due for it. */
final class Held {
  private final VirtualAddress address;
  private final AnnounceSchedule announcements;
  private final Tally tally;
  private final Defence defence = new Defence();
  private final Attempts prolonging;
  private final Attempts announcing;
  private final Pace conflictEvents = new Pace(Timing.EVENT_INTERVAL);
  private final Pace lostEvents = new Pace(Timing.EVENT_INTERVAL);
  private long prolongedNanos;
  private long prolongNanos;
  private boolean shut;

  /** An address that was added and announced at {@code now}. */
  Held(VirtualAddress address, long now) {
    this.address = address;
    this.prolonging = new Attempts(address + " prolonged");
    this.announcing = new Attempts(address + " announced");
    this.announcements = new AnnounceSchedule(now);
    this.tally = new Tally(now);
    announcements.sent(now);
    tally.announced();
    prolonged(now);
  }

  VirtualAddress address() {
    return address;
  }

  long dueNanos() {
    boolean announceFirst = !shut && announcements.dueNanos() - prolongNanos < 0;
    return announceFirst ? announcements.dueNanos() : prolongNanos;
  }

  /** Does what is due. What fails is tried again when it is due next, while the lease lasts. */
  void work(Host host, Log log, long now) {
    if (now - prolongNanos >= 0) {
      prolonged(now);
      boolean recovered = prolonging.attempt(() -> prolong(host), log);
      if (recovered) {
        announceAgain(now);
      }
    }
    if (!shut && announcements.isDue(now)) {
      announcements.sent(now);
      announcing.attempt(() -> announce(host), log);
    }
  }

  /**
   * Lets nothing in any more. From now on it is prolonged, but neither announced nor defended: who
   * listened would send here in vain.
   */
  void shut(Host host) throws Refusal {
    if (!shut) {
      host.shut(address);
      shut = true;
    }
  }

  boolean isShut() {
    return shut;
  }

  /** Announces at once, and then anew at growing intervals; not if it is shut. */
  void announceNow(Host host, long now) throws Refusal {
    if (shut) {
      return;
    }
    announceAgain(now);
    announce(host);
    announcements.sent(now);
  }

  void announceAgain(long now) {
    announcements.restart(now);
  }

  /** Somebody removed it: put it back soon. Returns whether that is worth an event. */
  boolean lost(long now) {
    tally.removed();
    long earliest = prolongedNanos + Timing.PUT_BACK_INTERVAL.toNanos();
    prolongNanos = earliest - now < 0 ? now : earliest;
    announcements.restart(prolongNanos);
    return lostEvents.admits(now);
  }

  /**
   * Another host claims it: answers if the defence says so. Returns whether it is worth an event.
   */
  boolean claimed(String mac, Host host, Log log, long now) {
    tally.claimedBy(mac, now);
    if (!shut && defence.answers(now)) {
      announcing.attempt(() -> announce(host), log);
    }
    return conflictEvents.admits(now);
  }

  private void announce(Host host) throws Refusal {
    host.announce(address);
    tally.announced();
  }

  /** Returns all that is known of it: the address, and words {@code NAME=VALUE}. */
  String status(Optional<Device> device) {
    String onDevice =
        device
            .map(d -> " mac=%s carrier=%s".formatted(d.mac(), d.carrier() ? "up" : "down"))
            .orElse(" carrier=down");
    return address + onDevice + " state=" + (shut ? "shut" : "held") + " " + tally;
  }

  private void prolong(Host host) throws Refusal {
    host.prolong(address);
    if (shut) {
      host.shut(address); // it may have been gone, and then was put back with its door open
    }
  }

  private void prolonged(long now) {
    prolongedNanos = now;
    prolongNanos = now + Timing.PROLONG_INTERVAL.toNanos();
  }
}
