package org.batonha.sessions;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether this node may answer for sessions: it was in a part that may decide within the last
 * lease, and if it had lost that, its caches have the other part's state since. A holder that has
 * just lost its peer asks the witnesses first, and holds its address meanwhile. Thread-safe; {@link
 * #look} is called by one thread.
 */
public final class QuorumSight {
  /** May always answer. */
  public static final QuorumSight ALWAYS = new QuorumSight(() -> true, Duration.ZERO);

  /**
   * How long the caches may take. Parts that meet agree within some seconds; where no part went on
   * there is nothing to agree on.
   */
  static final Duration CATCH_UP = Duration.ofSeconds(5);

  private final BooleanSupplier quorate;
  private final Duration grace;
  private final LongSupplier clock;
  private volatile long lastNanos;
  private volatile boolean lost;
  private Map<Object, Integer> before = Map.of();
  private long backSince;
  private boolean isBack;

  /**
   * Creates it.
   *
   * @param quorate whether this node is in a part that may decide, or there is none to decide for
   * @param grace for how long it may answer after that; a lease
   */
  public QuorumSight(BooleanSupplier quorate, Duration grace) {
    this(quorate, grace, System::nanoTime);
  }

  QuorumSight(BooleanSupplier quorate, Duration grace, LongSupplier clock) {
    this.quorate = Objects.requireNonNull(quorate, "quorate");
    this.grace = Objects.requireNonNull(grace, "grace");
    this.clock = clock;
    this.lastNanos = clock.getAsLong();
  }

  /** Looks; to be called often. */
  void look(SessionCaches caches) {
    long now = clock.getAsLong();
    if (!quorate.getAsBoolean()) {
      isBack = false;
      if (!lost && now - lastNanos > grace.toNanos()) {
        before = caches.numbers();
        lost = true;
      }
    } else if (!lost || hasCaughtUp(caches, now)) {
      lastNanos = now;
      lost = false;
    }
  }

  private boolean hasCaughtUp(SessionCaches caches, long now) {
    backSince = isBack ? backSince : now;
    isBack = true;
    return now - backSince > CATCH_UP.toNanos() || caches.haveCaughtUp(before);
  }

  /** Returns whether this node has to keep silent. */
  boolean isLost() {
    return lost;
  }
}
