package org.batonha.sessions;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Whether this node may answer for sessions: it was in a part that may decide within the last
 * moment, and whatever others did without it until then, its caches have it.
 *
 * <p>Whoever was without a quorum, did not hear another one, or did not run for a while, is in
 * doubt: others may have gone on without it. It asks them, and goes on to answer: a holder that has
 * just lost its peer asks the witnesses, too, and holds its address meanwhile. Once one of them
 * says that it has gone on, or a quorum was missing for too long, this node keeps silent, until all
 * agree with it on one view and its caches have what they lacked.
 *
 * <p>Thread-safe; {@link #look} is called by one thread.
 */
public final class QuorumSight {
  private static final System.Logger LOG = System.getLogger(QuorumSight.class.getName());

  /**
   * For how long a node may answer without a quorum, or a lease if that is longer: under load it
   * takes some tenths of a second to ask the witnesses.
   */
  static final Duration GRACE = Duration.ofSeconds(1);

  /** The shortest pause that counts: looks are late now and then. */
  static final Duration NAP = Deadlines.TICK.multipliedBy(3);

  /** How long the caches may take once the parts have met, before they are taken as they are. */
  static final Duration CATCH_UP = Duration.ofSeconds(5);

  /** How long whoever does not answer is waited for, once there is a quorum. */
  static final Duration MEETING = Duration.ofSeconds(30);

  /** For how long it goes on to ask once all agree: somebody may be about to go on. */
  static final Duration SETTLING = Duration.ofSeconds(1);

  /**
   * How long what others began before this node is among them again may take to end here: what is
   * left then will hardly ever end.
   */
  static final Duration ORPHANS = Duration.ofSeconds(5);

  private static final String MET = "it has met others who had gone on without it";

  private static final String BEHIND = "its sessions may be older than those of the others";

  private final Group group;
  private final LongSupplier clock;
  private volatile boolean lost;
  private volatile long lookedAt;
  private volatile long graceNanos;
  private long quorateAt;
  private Doubt doubt;
  private Past last;
  private Orphans orphans;

  /** What there was before others may have gone on without this node, and what is known since. */
  private static final class Doubt {
    final long since;
    Past begin;

    /** When this node began to keep silent; what it waits for differs from it. */
    Past past;

    long lostAt;

    /** Answers to earlier questions say nothing. */
    long answersSince;

    /** Since when there is a quorum again, and all are heard; {@code null} while not. */
    Long quorateSince;

    /** Since when all agree. */
    Long sharedSince;

    Doubt(long since, Past begin) {
      this.since = since;
      this.begin = begin;
    }
  }

  /** What was begun before a time, and is to be looked for at another. */
  private record Orphans(long begun, long due) {}

  private record Past(Object view, Map<Object, Integer> topologies) {}

  /** Creates it; there is a quorum, until it looks. */
  public QuorumSight(Group group) {
    this(group, System::nanoTime);
  }

  QuorumSight(Group group, LongSupplier clock) {
    this.group = Objects.requireNonNull(group, "group");
    this.clock = clock;
    this.graceNanos = Math.max(GRACE.toNanos(), group.lease().toNanos());
    this.quorateAt = clock.getAsLong();
    this.lookedAt = quorateAt;
    this.last = new Past(group.view(), new HashMap<>());
  }

  /** Looks; to be called often. */
  void look(SessionCaches caches) {
    long now = clock.getAsLong();
    long lease = group.lease().toNanos();
    graceNanos = Math.max(GRACE.toNanos(), lease);
    long pause = now - lookedAt;
    if (pause > Math.max(NAP.toNanos(), lease / 2)) {
      doubt(caches, now);
    }
    if (pause > graceNanos) {
      lose(caches, now, "it did not run for " + millis(pause));
    }
    lookedAt = now;
    watch(caches, now);
    if (!group.isQuorate()) {
      doubt(caches, now);
      doubt.quorateSince = null;
      if (now - quorateAt > graceNanos) {
        lose(caches, now, "it has no quorum");
      }
    } else {
      quorateAt = now;
      if (!group.hearsAll()) {
        doubt(caches, now);
        doubt.quorateSince = null;
      }
    }
    if (doubt != null) {
      compare(caches, now);
    }
    if (lost) {
      learn(caches);
    }
    if (orphans != null && now - orphans.due() >= 0) {
      caches.abandon(orphans.begun());
      orphans = null;
    }
  }

  private void doubt(SessionCaches caches, long now) {
    if (doubt == null) {
      doubt = new Doubt(now, now(caches));
    }
    doubt.answersSince = now;
    doubt.sharedSince = null;
  }

  /** Somebody may have gone on without this node although it missed nothing of importance. */
  private void watch(SessionCaches caches, long now) {
    Past before = last;
    last = now(caches);
    if (doubt == null
        && !before.view().equals(last.view())
        && group.hasMetWhoWentOn(before.view())) {
      doubt = new Doubt(now, before);
      doubt.answersSince = now;
      lose(caches, now, MET);
      doubt.past = before;
    }
  }

  private Past now(SessionCaches caches) {
    return new Past(group.view(), new HashMap<>(caches.numbers()));
  }

  private void lose(SessionCaches caches, long now, String why) {
    if (!lost) {
      doubt.past = now(caches);
      doubt.lostAt = now;
      lost = true;
      LOG.log(
          caches.isEmpty() ? Level.DEBUG : Level.WARNING,
          "Sessions here may be older than on other nodes: {0}",
          why);
    }
  }

  private static String millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis() + " ms";
  }

  private void compare(SessionCaches caches, long now) {
    group.ask();
    if (group.isContradictedSince(doubt.since)) {
      lose(caches, now, "another node has gone on without it");
      doubt.sharedSince = null;
      // Nothing new comes from them yet, and what is old would hold its locks for ever.
      caches.abandon(now);
    } else if (quorateAt == now) {
      agree(caches, now);
    }
  }

  private void agree(SessionCaches caches, long now) {
    if (doubt.quorateSince == null) {
      doubt.quorateSince = now;
    }
    boolean isWaitedForTooLong = now - doubt.quorateSince > MEETING.toNanos();
    if (doubt.sharedSince == null
        && (isWaitedForTooLong || group.isSharedSince(doubt.answersSince))) {
      doubt.sharedSince = now;
      if (!lost && group.hasMetWhoWentOn(doubt.begin.view())) {
        lose(caches, now, MET); // before anybody could tell
        doubt.past = doubt.begin;
      }
    }
    if (doubt.sharedSince != null && (!lost || hasCaughtUp(caches, now))) {
      goOn(caches, now);
    }
  }

  /** A cache that has come since then has nothing of what others changed, either. */
  private void learn(SessionCaches caches) {
    if (doubt.sharedSince == null) {
      caches.numbers().forEach(doubt.past.topologies()::putIfAbsent);
    }
    if (!caches.isEmpty()) {
      group.behind(BEHIND);
    }
  }

  private void goOn(SessionCaches caches, long now) {
    if (lost) {
      LOG.log(
          caches.isEmpty() ? Level.DEBUG : Level.INFO,
          "Sessions here are as new as on other nodes again, after {0}",
          millis(now - doubt.lostAt));
    }
    if (lost && !doubt.past.view().equals(group.view())) {
      // What waited for the new topology begins only now.
      long begun = now + SETTLING.toNanos();
      orphans = new Orphans(begun, begun + ORPHANS.toNanos());
    }
    lost = false;
    group.behind("");
    doubt.begin = now(caches);
    if (now - doubt.sharedSince > SETTLING.toNanos()) {
      doubt = null;
    }
  }

  /** In the view that it had, nobody has gone on; in another one the caches have to follow. */
  private boolean hasCaughtUp(SessionCaches caches, long now) {
    return doubt.past.view().equals(group.view())
        || caches.haveCaughtUp(doubt.past.topologies(), isAloneForSure(now))
        || now - doubt.sharedSince > CATCH_UP.toNanos();
  }

  /** The caches of parts that have met do so a moment later. */
  private boolean isAloneForSure(long now) {
    return !group.isMerged() || now - doubt.sharedSince > SETTLING.toNanos();
  }

  /** Returns whether this node has to keep silent. */
  boolean isLost() {
    // Who wakes from a pause answers nothing before it has looked.
    return lost || clock.getAsLong() - lookedAt > graceNanos;
  }
}
