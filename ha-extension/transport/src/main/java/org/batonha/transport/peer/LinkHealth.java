package org.batonha.transport.peer;

import java.util.Optional;
import org.batonha.transport.LinkState;

/**
 * The state of one peer on one link, by what was heard when. Pure: time comes in. Not thread-safe.
 *
 * <p>A link must carry both ways. Silence is what does not arrive here; and each heartbeat of the
 * peer tells since when it has not heard us, which counts the same: a path that is dead in one
 * direction would otherwise look well to whom it does not reach. Heartbeats may be late behind a
 * bulk of data; so the data count, here as there.
 *
 * <p>A heartbeat counts as missed half an interval after it was due, so that jitter does not raise
 * doubt; any frame is a sign of life. Once DOWN, single answers do not make a link trustworthy: it
 * takes {@link #ANSWERS_TO_RECOVER} heartbeats in a row, each in its time. (Rejected: counting
 * frames. A burst would end the probation in a millisecond.)
 */
public final class LinkHealth {
  static final int ANSWERS_TO_RECOVER = 3;

  /** The peer has not heard us at all yet. */
  static final long NEVER = -1;

  private final long intervalNanos;
  private final int limit;
  private LinkState state = LinkState.INDOUBT;
  private long lastHeardNanos;
  private long bornNanos;
  private int missed;
  private int unheard; // our heartbeats in a row that did not reach the peer, as it said last
  private boolean answered; // the peer has heard us at least once
  private int answers;

  /** A transition that was made. */
  public record Change(LinkState from, LinkState to, String reason) {}

  /** Starts in doubt, with a full window to be heard in. */
  public LinkHealth(long intervalNanos, int limit, long nowNanos) {
    this.intervalNanos = intervalNanos;
    this.limit = limit;
    this.lastHeardNanos = nowNanos;
    this.bornNanos = nowNanos;
  }

  public LinkState state() {
    return state;
  }

  /** Returns how many heartbeats in a row were missing at the last judgement, in any direction. */
  public int missed() {
    return Math.max(missed, unheard);
  }

  /** Tells whether a heartbeat of the peer is missing, in whatever state the link is. */
  boolean silent(long nowNanos) {
    return missed(nowNanos - lastHeardNanos) > 0;
  }

  /** Tells whether something came after a time. */
  boolean heardAfter(long nanos) {
    return lastHeardNanos - nanos > 0;
  }

  /** Tells whether something came half an interval after a time, or later. */
  boolean heardWellAfter(long nanos) {
    return lastHeardNanos - nanos >= intervalNanos / 2;
  }

  /** Something came from the peer over this link. */
  public Optional<Change> heard(long nowNanos) {
    lastHeardNanos = nowNanos;
    missed = 0;
    boolean twoWay = answered && unheard == 0;
    return state == LinkState.INDOUBT && twoWay ? become(LinkState.UP, "heard") : Optional.empty();
  }

  /**
   * A heartbeat came from the peer over this link. What it says of our own is judged later, by the
   * thread that knows whether this node stalled.
   *
   * @param unheardNanos for how long the peer has not heard us on this link; {@link #NEVER}: it has
   *     not yet
   */
  public Optional<Change> answer(long unheardNanos, long nowNanos) {
    boolean inTime = nowNanos - lastHeardNanos <= intervalNanos + intervalNanos / 2;
    long triedNanos = nowNanos - bornNanos;
    unheard = missed(unheardNanos == NEVER ? triedNanos : Math.min(unheardNanos, triedNanos));
    answered |= unheardNanos != NEVER;
    Optional<Change> change = heard(nowNanos);
    return state == LinkState.DOWN
        ? probation(inTime, unheardNanos != NEVER && unheard == 0)
        : change;
  }

  private Optional<Change> probation(boolean inTime, boolean good) {
    answers = !good ? 0 : inTime ? answers + 1 : 1;
    return answers < ANSWERS_TO_RECOVER
        ? Optional.empty()
        : become(LinkState.UP, "heard " + answers + " times in a row");
  }

  /** Time went by. */
  public Optional<Change> judge(long nowNanos) {
    long silentNanos = nowNanos - lastHeardNanos;
    missed = missed(silentNanos);
    if (state == LinkState.DOWN || missed() == 0) {
      return Optional.empty();
    }
    String reason =
        missed >= unheard
            ? "silent for %d ms, %d heartbeats missed".formatted(silentNanos / 1_000_000, missed)
            : "one way only: %d heartbeats did not reach the peer".formatted(unheard);
    if (missed() >= limit) {
      return become(LinkState.DOWN, reason);
    }
    return state == LinkState.UP ? become(LinkState.INDOUBT, reason) : Optional.empty();
  }

  private int missed(long silentNanos) {
    return (int) Math.max(0, (silentNanos - intervalNanos / 2) / intervalNanos);
  }

  /** It is known otherwise that nobody answers there any more. */
  public Optional<Change> lost(String reason) {
    return state == LinkState.DOWN ? Optional.empty() : become(LinkState.DOWN, reason);
  }

  /** This node itself stalled: what it did not hear, and did not send, meanwhile proves nothing. */
  public void freshWindow(long nowNanos) {
    if (state != LinkState.DOWN) {
      lastHeardNanos = nowNanos;
      bornNanos = nowNanos;
      unheard = 0;
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
