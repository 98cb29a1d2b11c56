package org.batonha.sessions;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Whether this node may answer for sessions: it was in a part that may decide within the last
 * lease. A holder that has just lost its peer asks the witnesses first, and holds its address
 * meanwhile. Thread-safe; {@link #look} is called by one thread.
 */
public final class QuorumSight {
  /** May always answer. */
  public static final QuorumSight ALWAYS = new QuorumSight(() -> true, Duration.ZERO);

  private final BooleanSupplier quorate;
  private final Duration grace;
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean lost;

  /**
   * Creates it.
   *
   * @param quorate whether this node is in a part that may decide, or there is none to decide for
   * @param grace for how long it may answer after that; a lease
   */
  public QuorumSight(BooleanSupplier quorate, Duration grace) {
    this.quorate = Objects.requireNonNull(quorate, "quorate");
    this.grace = Objects.requireNonNull(grace, "grace");
  }

  /** Looks; to be called often. */
  void look() {
    long now = System.nanoTime();
    if (quorate.getAsBoolean()) {
      lastNanos = now;
    }
    lost = now - lastNanos > grace.toNanos();
  }

  /** Returns whether this node has to keep silent. */
  boolean isLost() {
    return lost;
  }
}
