package org.batonha.lab;

import java.time.Instant;

/**
 * What came of one request. Immutable.
 *
 * @param from when the client began with it
 * @param to when it had the whole answer, or gave up
 * @param node who answered, as the answer says; empty when none did
 * @param count the session's count after this request; 0 when there is no answer
 * @param session the session's id, without the part that names a node; empty when there is none
 * @param error why there is no good answer; empty when there is one
 * @param sendings how often the request was sent; 0 when there never was a connection
 */
public record Answer(
    Instant from, Instant to, String node, long count, String session, String error, int sendings) {
  /** Returns a good answer. */
  public static Answer good(Instant from, Instant to, String node, long count, String session) {
    return new Answer(from, to, node, count, session, "", 1);
  }

  /** Returns a failed request. */
  public static Answer failed(Instant from, Instant to, String error) {
    return new Answer(from, to, "", 0, "", error, 1);
  }

  /** Returns the same answer to a request that was sent so often. */
  Answer sent(int times) {
    return new Answer(from, to, node, count, session, error, times);
  }

  /** Returns whether the request was sent again. */
  public boolean repeated() {
    return sendings > 1;
  }

  /** Returns whether the client got its count. */
  public boolean isGood() {
    return error.isEmpty();
  }
}
