package org.batonha.core;

/**
 * Why a voter did not ack one claim.
 *
 * @param service the service
 * @param epoch the epoch that was claimed
 * @param kind the answer
 * @param known the highest epoch that the voter knows
 * @param waitNanos with {@link Kind#NOT_YET}, after how long asking again can help; else 0
 */
public record Verdict(String service, long epoch, Kind kind, long known, long waitNanos) {
  /** What a voter can answer other than an ack. */
  public enum Kind {
    /** The last holder may still be active: ask again. */
    NOT_YET,
    /** A higher epoch is known, or another node has this one: the claim is void. */
    DISOWNED
  }
}
