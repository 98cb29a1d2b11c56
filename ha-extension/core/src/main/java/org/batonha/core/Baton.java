package org.batonha.core;

import java.util.HashSet;
import java.util.Set;

/**
 * This node's part in the batons of one service: the epoch that it was nominated for, the one that
 * it asks the voters for or holds, the one that it acts on, and what the voters say to that.
 *
 * <p>An epoch goes through {@code granted → claim → acting} and ends as {@code released}, on which
 * nothing acts here ever again.
 */
final class Baton {
  private long granted;
  private long claim;
  private long acting;
  private long released;
  private long seen;
  private Cause cause = Cause.START;
  private String nomination = "";
  private long wantedSince;
  private long leaseUntil = Quorum.NEVER;
  private final Set<String> refusedBy = new HashSet<>();
  private long retryAt = Long.MAX_VALUE;

  /**
   * @param seen no epoch up to this one is taken
   */
  Baton(long seen) {
    this.seen = seen;
  }

  /** Starts anew with what an earlier one knew of its epochs. */
  static Baton after(Baton old) {
    Baton baton = new Baton(old.seen);
    baton.released = old.released;
    return baton;
  }

  /** The epoch that this node was nominated for, and has not asked the voters for; 0 for none. */
  long granted() {
    return granted;
  }

  /** The epoch that the voters are asked for, or that is held; 0 for none. */
  long claim() {
    return claim;
  }

  /** The epoch that is acted on; 0 for none. */
  long acting() {
    return acting;
  }

  /** The highest epoch that was given up. */
  long released() {
    return released;
  }

  /** The highest epoch that is known to be somebody's, or promised to somebody. */
  long seen() {
    return seen;
  }

  /** What the newest nomination was made for. */
  Cause cause() {
    return cause;
  }

  String nomination() {
    return nomination;
  }

  long leaseUntil() {
    return leaseUntil;
  }

  /** The voters that did not ack what is claimed the last time. */
  Set<String> refusedBy() {
    return refusedBy;
  }

  /** Returns since when this node wants what it was nominated for last. */
  long wantedSince() {
    return wantedSince;
  }

  /** The newest epoch that this node has had to do with. */
  long epoch() {
    return acting > 0 ? acting : Math.max(claim, released);
  }

  /** Whether this node was nominated, and has not asked the voters yet. */
  boolean isGranted() {
    return granted > 0;
  }

  /** Whether the voters are asked for an epoch that is not acted on. */
  boolean isWanted() {
    return claim > acting;
  }

  /**
   * Somebody has, or was promised, an epoch of this service.
   *
   * @return whether that is news
   */
  boolean heardOf(long epoch) {
    boolean isNews = epoch > seen;
    seen = Math.max(seen, epoch);
    return isNews;
  }

  void grant(Message.Grant grant, long now) {
    heardOf(grant.epoch());
    granted = grant.epoch();
    cause = grant.cause();
    nomination = grant.reason();
    wantedSince = now;
  }

  /** The nomination is not followed. */
  void forgo() {
    granted = 0;
  }

  /** From now on, every voter is asked for what was granted. */
  void ask() {
    claim = granted;
    granted = 0;
    retryAt = Long.MAX_VALUE;
    refusedBy.clear();
  }

  /** A voter has answered; whether it refused is said by {@link #refused}. */
  void answered(String voter) {
    if (!refusedBy.isEmpty()) {
      refusedBy.remove(voter);
    }
  }

  /** A voter did not ack a claim; counts when it is what is claimed now. */
  void refused(String voter, Verdict verdict) {
    if (verdict.epoch() == claim) {
      refusedBy.add(voter);
    }
  }

  /** Asking again makes sense at a time, and not before. */
  void retry(long at) {
    retryAt = Math.min(retryAt, at);
  }

  /** Returns when asking again makes sense, {@link Long#MAX_VALUE} for never. */
  long retryAt() {
    return retryAt;
  }

  /** Whether asking again makes sense now; answers once. */
  boolean takeRetry(long now) {
    boolean due = now >= retryAt;
    if (due) {
      retryAt = Long.MAX_VALUE;
    }
    return due;
  }

  /** Enough voters have acked what is claimed. */
  void act(long until) {
    leaseUntil = until;
    acting = claim;
    granted = 0;
    retryAt = Long.MAX_VALUE;
  }

  /**
   * What is acted on may be acted on until then.
   *
   * @return whether that is further than before
   */
  boolean renew(long until) {
    boolean isFurther = claim == acting && until > leaseUntil;
    if (isFurther) {
      leaseUntil = until;
    }
    return isFurther;
  }

  /** From now on nothing acts here on the epoch that was claimed, nor ever will again. */
  void drop() {
    released = Math.max(released, Math.max(claim, acting));
    claim = 0;
    acting = 0;
    leaseUntil = Quorum.NEVER;
    retryAt = Long.MAX_VALUE;
  }
}
