package org.batonha.sessions;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Whether this node may answer for sessions: it was in a part that may decide within the last
 * lease, and whatever others did without it until then, its caches have it. A holder that has just
 * lost its peer asks the witnesses first, and holds its address meanwhile.
 *
 * <p>Who has been without a quorum, or has not run for a lease, knows only by asking whether the
 * others have gone on. If one of them has, this node keeps silent; after more than a moment of
 * either it does so until all have answered. Then it waits until its caches have what they lack.
 *
 * <p>Thread-safe; {@link #look} is called by one thread.
 */
public final class QuorumSight {
  /**
   * For how long a node may answer without a quorum, or a lease if that is longer: under load it
   * takes some tenths of a second to ask the witnesses.
   */
  static final Duration GRACE = Duration.ofSeconds(1);

  /** How long the caches may take once the parts have met, before they are taken as they are. */
  static final Duration CATCH_UP = Duration.ofSeconds(5);

  /** How long the parts may take to meet, once there is a quorum. */
  static final Duration MEETING = Duration.ofSeconds(30);

  private static final String BEHIND = "its sessions may be older than those of the others";

  private final Group group;
  private final LongSupplier clock;
  private volatile boolean lost;
  private volatile long lookedAt;
  private volatile long graceNanos;
  private long quorateAt;

  /** Whether others may have gone on without this node. */
  private boolean doubtful;

  private Past past;
  private Return back;

  /** What there was when this node began to keep silent. */
  private record Past(Object view, Map<Object, Integer> topologies) {}

  /** There is a quorum again. */
  private static final class Return {
    private final long since;
    private Long sharedSince;

    Return(long since) {
      this.since = since;
    }
  }

  /** Creates it; there is a quorum, until it looks. */
  public QuorumSight(Group group) {
    this(group, System::nanoTime);
  }

  QuorumSight(Group group, LongSupplier clock) {
    this.group = Objects.requireNonNull(group, "group");
    this.graceNanos = Math.max(GRACE.toNanos(), group.lease().toNanos());
    this.clock = clock;
    this.quorateAt = clock.getAsLong();
    this.lookedAt = quorateAt;
  }

  /** Looks; to be called often. */
  void look(SessionCaches caches) {
    long now = clock.getAsLong();
    long lease = group.lease().toNanos();
    graceNanos = Math.max(GRACE.toNanos(), lease);
    long pause = now - lookedAt;
    if (pause > graceNanos) {
      lose(caches);
    }
    if (pause > lease) {
      doubtful = true;
      back = null;
    }
    lookedAt = now;
    if (!group.isQuorate()) {
      doubtful = true;
      back = null;
      if (now - quorateAt > graceNanos) {
        lose(caches);
      }
    } else {
      quorateAt = now;
      if (doubtful) {
        compare(caches, now);
      }
    }
  }

  private void lose(SessionCaches caches) {
    doubtful = true;
    if (!lost) {
      past = new Past(group.view(), caches.numbers());
      lost = true;
      if (!caches.isEmpty()) {
        group.behind(BEHIND);
      }
    }
  }

  private void compare(SessionCaches caches, long now) {
    group.ask();
    if (back == null) {
      back = new Return(now);
    }
    if (back.sharedSince == null && group.isSharedSince(back.since)) {
      back.sharedSince = now;
    }
    if (!lost && group.isContradictedSince(back.since)) {
      lose(caches);
    }
    if (now - back.since > MEETING.toNanos() || (back.sharedSince != null && has(caches, now))) {
      doubtful = false;
      lost = false;
      group.behind("");
    }
  }

  /** In the view that it had, nobody has gone on; in another one the caches have to follow. */
  private boolean has(SessionCaches caches, long now) {
    return !lost
        || past.view().equals(group.view())
        || caches.haveCaughtUp(past.topologies())
        || now - back.sharedSince > CATCH_UP.toNanos();
  }

  /** Returns whether this node has to keep silent. */
  boolean isLost() {
    // Who wakes from a pause answers nothing before it has looked.
    return lost || clock.getAsLong() - lookedAt > graceNanos;
  }
}
