package org.batonha.sentinel.keeper;

import java.util.Optional;
import java.util.OptionalLong;
import org.batonha.sentinel.protocol.Policy;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** One address that is on its device, and what is due for it. */
final class Held {
  /** What can be done for an address, and to whom it is said. */
  record Means(Host host, Announcer announcer, Log log) {}

  private final VirtualAddress address;
  private final Means means;
  private final AnnounceSchedule announcements;
  private final Tally tally;
  private final Defence defence = new Defence();
  private final Attempts prolonging;
  private final Attempts announcing;
  private final Pace conflictEvents = new Pace(Timing.EVENT_INTERVAL);
  private final Pace lostEvents = new Pace(Timing.EVENT_INTERVAL);
  private Policy policy;
  private long prolongedNanos;
  private long prolongNanos;
  private boolean shut;

  /**
   * An address that was added at {@code now}.
   *
   * @param announced whether the network was told, too
   */
  Held(VirtualAddress address, Means means, Policy policy, boolean announced, long now) {
    this.address = address;
    this.means = means;
    this.policy = policy;
    this.prolonging = new Attempts(address + " prolonged");
    this.announcing = new Attempts(address + " announced");
    this.announcements = new AnnounceSchedule(now);
    this.tally = new Tally(now);
    if (announced) {
      announcements.sent(policy.announceRefresh(), now);
      tally.announced();
    }
    prolonged(now);
  }

  VirtualAddress address() {
    return address;
  }

  /** From now on it is told and defended so. */
  void follow(Policy changed) {
    policy = changed;
  }

  long dueNanos() {
    if (shut) {
      return prolongNanos;
    }
    OptionalLong answer = defence.dueNanos();
    long announce = earlier(announcements.dueNanos(), prolongNanos);
    return answer.isPresent() ? earlier(answer.getAsLong(), announce) : announce;
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  /** Does what is due. What fails is tried again when it is due next. */
  void work(long now) {
    if (now - prolongNanos >= 0) {
      prolonged(now);
      boolean recovered = prolonging.attempt(this::prolong, means.log(), now);
      if (recovered) {
        announceAgain(now);
      }
    }
    if (!shut && announcements.isDue(now) && !mustWait(now)) {
      boolean asks = !announcements.isFirst();
      announcements.sent(policy.announceRefresh(), now);
      tell(asks, now);
    }
    if (!shut && defence.isDue(now)) {
      tell(true, now);
    }
  }

  /**
   * Who hears of it comes here at once, in vain as long as it is not delivered, and again only
   * after a second.
   */
  private boolean mustWait(long now) {
    return !means.host().isDelivered(address) && announcements.postpone(now);
  }

  /** The network hears nothing of it yet, and all will be told in a moment. */
  private boolean isToldSoon() {
    return announcements.isFirst() && !means.host().isDelivered(address);
  }

  /**
   * Lets nothing in any more. From now on it is prolonged, but neither announced nor defended: who
   * listened would send here in vain.
   */
  void shut() throws Refusal {
    if (!shut) {
      means.host().shut(address);
      shut = true;
    }
  }

  boolean isShut() {
    return shut;
  }

  /** Returns whether it could not be put back or prolonged for so long that it is not here. */
  boolean isGone(long now) {
    return prolonging.hasFailedFor(Timing.LIFETIME, now);
  }

  /** From now on it is announced anew, at growing intervals; not if it is shut. */
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

  /** It went with another one that we removed: put it back now, and tell the network. */
  void wentAlong(long now) {
    prolongNanos = now;
    announcements.restart(now);
  }

  /**
   * Another host claims it: answers if the defence says so, and the policy. Returns whether it is
   * worth an event.
   */
  boolean claimed(String mac, long now) {
    tally.claimedBy(mac, now);
    boolean defended = !shut && policy.onConflict() == Policy.OnConflict.DEFEND;
    if (defended && defence.claimed(now) && !isToldSoon()) {
      tell(true, now);
    }
    return conflictEvents.admits(now);
  }

  /** Returns all that is known of it: the address, and words {@code NAME=VALUE}. */
  String status(Optional<Device> device) {
    String onDevice =
        device
            .map(d -> " mac=%s carrier=%s".formatted(d.mac(), d.carrier() ? "up" : "down"))
            .orElse(" carrier=down");
    return address + onDevice + " state=" + (shut ? "shut" : "held") + " " + tally;
  }

  /** Tells the network, and asks it whether another host still thinks to have it. */
  private void tell(boolean asks, long now) {
    announcing.attempt(
        () -> {
          announce(now);
          if (asks) {
            means.host().probe(address);
          }
        },
        means.log(),
        now);
  }

  private void announce(long now) throws Refusal {
    means.announcer().announce(address, policy, now);
    tally.announced();
  }

  private void prolong() throws Refusal {
    means.host().prolong(address);
    if (shut) {
      means.host().shut(address); // it may have been gone, and then was put back with its door open
    }
  }

  private void prolonged(long now) {
    prolongedNanos = now;
    prolongNanos = now + Timing.PROLONG_INTERVAL.toNanos();
  }
}
