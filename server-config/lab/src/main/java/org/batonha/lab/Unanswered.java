package org.batonha.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/**
 * Requests of one client that were sent and got no answer: each may still be counted, once, but not
 * at any time. Not thread-safe.
 */
final class Unanswered {
  /** A server that ended the connection, or was cut off from it, counts so late at most. */
  private static final Duration LATE = Duration.ofSeconds(10);

  /** One that said nothing may hang, and go on when a trial takes that back. */
  private static final Duration LATE_AFTER_SILENCE = Duration.ofSeconds(90);

  /** Until when each may be counted. */
  private final PriorityQueue<Instant> until = new PriorityQueue<>();

  /** Adds those sendings of a request that its answer does not answer. */
  void add(Answer answer) {
    for (int sending = 1; sending < answer.sendings(); sending++) {
      until.add(answer.to().plus(LATE));
    }
    if (!answer.isGood() && answer.sendings() > 0) {
      until.add(answer.to().plus(LATE_AFTER_SILENCE));
    }
  }

  /** Takes away so many, as they were counted, or all that are left, and returns how many. */
  long take(long most) {
    long taken = 0;
    while (taken < most && until.poll() != null) {
      taken++;
    }
    return taken;
  }

  /** Forgets those that cannot be counted after an instant any more. */
  void forgetUntil(Instant instant) {
    while (!until.isEmpty() && until.peek().isBefore(instant)) {
      until.poll();
    }
  }
}
