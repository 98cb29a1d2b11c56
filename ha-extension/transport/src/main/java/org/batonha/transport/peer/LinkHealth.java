package org.batonha.transport.peer;

import java.util.Optional;
import org.batonha.transport.LinkState;

/**
 * The state of one peer on one link, from what was heard and when. Pure: time comes in. Not
 * thread-safe.
 *
 * <p>A heartbeat counts as missed half an interval after it was due, so that jitter does not raise
 * doubt; any frame is a sign of life. Once DOWN, single answers do not make a link trustworthy: it
 * takes {@link #ANSWERS_TO_RECOVER} heartbeats in a row, each in its time. (Rejected: counting
 * frames. A burst would end the probation in a millisecond.)
 */
public final class LinkHealth {
  public static final int ANSWERS_TO_RECOVER = 3;

  private final long intervalNanos;
  private final int limit;
  private LinkState state = LinkState.INDOUBT;
  private long lastHeardNanos;
  private int missed;
  private int answers;

  /** A transition that was made. */
  public record Change(LinkState from, LinkState to, String reason) {}

  /** Starts in doubt, with a full window to be heard in. */
  public LinkHealth(long intervalNanos, int limit, long nowNanos) {
    this.intervalNanos = intervalNanos;
    this.limit = limit;
    this.lastHeardNanos = nowNanos;
  }

  public LinkState state() {
    return state;
  }

  /** Returns how many heartbeats in a row were missing at the last judgement. */
  public int missed() {
    return missed;
  }

  /** Something came from the peer over this link. */
  public Optional<Change> heard(boolean heartbeat, long nowNanos) {
    boolean inTime = nowNanos - lastHeardNanos <= intervalNanos + intervalNanos / 2;
    lastHeardNanos = nowNanos;
    missed = 0;
    return switch (state) {
      case UP -> Optional.empty();
      case INDOUBT -> become(LinkState.UP, "heard");
      case DOWN -> heartbeat ? answered(inTime) : Optional.empty();
    };
  }

  private Optional<Change> answered(boolean inTime) {
    answers = inTime ? answers + 1 : 1;
    return answers < ANSWERS_TO_RECOVER
        ? Optional.empty()
        : become(LinkState.UP, "heard " + answers + " times in a row");
  }

  /** Time went by. */
  public Optional<Change> judge(long nowNanos) {
    long silentNanos = nowNanos - lastHeardNanos;
    missed = (int) Math.max(0, (silentNanos - intervalNanos / 2) / intervalNanos);
    if (state == LinkState.DOWN || missed == 0) {
      return Optional.empty();
    }
    String reason = "silent for " + silentNanos / 1_000_000 + " ms";
    if (missed >= limit) {
      return become(LinkState.DOWN, reason + ", " + missed + " heartbeats missed");
    }
    return state == LinkState.UP ? become(LinkState.INDOUBT, reason) : Optional.empty();
  }

  /** It is known otherwise that nobody answers there any more. */
  public Optional<Change> lost(String reason) {
    return state == LinkState.DOWN ? Optional.empty() : become(LinkState.DOWN, reason);
  }

  /** This node itself stalled: what it did not hear meanwhile proves nothing. */
  public void freshWindow(long nowNanos) {
    if (state != LinkState.DOWN) {
      lastHeardNanos = nowNanos;
    }
  }

  /** Any other state may follow, but DOWN never eases to doubt. */
  private static boolean legal(LinkState from, LinkState to) {
    return from == LinkState.DOWN ? to == LinkState.UP : to != from;
  }

  private Optional<Change> become(LinkState next, String reason) {
    if (!legal(state, next)) {
      throw new IllegalStateException("a link cannot go from " + state + " to " + next);
    }
    Change change = new Change(state, next, reason);
    state = next;
    answers = 0;
    return Optional.of(change);
  }
}
