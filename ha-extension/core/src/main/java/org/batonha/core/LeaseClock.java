package org.batonha.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * When each renewal was sent, and which is the newest that each voter has acked for each baton. A
 * lease counts from the sending of the request, never from the arrival of the ack. Bounded: only
 * the newest {@value #REMEMBERED} renewals can be acked.
 */
final class LeaseClock {
  /** How many renewals can be on the way at once; far more than a lease holds. */
  static final int REMEMBERED = 256;

  private record Sent(long seq, long at) {}

  private final Deque<Sent> sent = new ArrayDeque<>();
  private long seq;

  /** Notes a renewal that leaves now and returns its number. */
  long next(long now) {
    if (sent.size() == REMEMBERED) {
      sent.removeFirst();
    }
    sent.addLast(new Sent(++seq, now));
    return seq;
  }

  /** Returns when renewal {@code number} was sent, or {@link Quorum#NEVER} if it is forgotten. */
  long sentAt(long number) {
    for (Sent s : sent) {
      if (s.seq == number) {
        return s.at;
      }
    }
    return Quorum.NEVER;
  }

  /** The acks for one baton: per voter, when the newest renewal that it acked was sent. */
  static final class Acks {
    private final Map<String, Long> newest = new HashMap<>();

    void add(String voter, long sentAt) {
      newest.merge(voter, sentAt, Math::max);
    }

    long of(String voter) {
      return newest.getOrDefault(voter, Quorum.NEVER);
    }
  }
}
