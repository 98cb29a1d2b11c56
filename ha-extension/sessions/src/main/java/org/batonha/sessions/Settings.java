package org.batonha.sessions;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a response waits for the commit of its session, what then, and what a node does in the
 * part of a split cluster that may not decide.
 *
 * @param timeout {@link #SHORTEST} to {@link #LONGEST}
 * @param onFailure what becomes of the response
 * @param withoutQuorum whether requests with a session are answered there
 */
public record Settings(Duration timeout, OnFailure onFailure, WithoutQuorum withoutQuorum) {
  /** The shortest time-out. */
  public static final Duration SHORTEST = Duration.ofMillis(100);

  /** The longest time-out. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  /** Longer than the other owner's death takes to be known, with any preset. */
  public static final Settings DEFAULT =
      new Settings(Duration.ofSeconds(10), OnFailure.FAIL, WithoutQuorum.REFUSE);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when the time-out is out of its bounds
   */
  public Settings {
    Objects.requireNonNull(onFailure, "onFailure");
    Objects.requireNonNull(withoutQuorum, "withoutQuorum");
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeout of durable sessions is "
              + timeout.toMillis()
              + " ms: write "
              + SHORTEST.toMillis()
              + " to "
              + LONGEST.toMillis());
    }
  }
}
