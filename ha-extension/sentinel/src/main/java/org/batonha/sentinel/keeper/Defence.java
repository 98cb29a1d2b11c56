package org.batonha.sentinel.keeper;

import java.util.OptionalLong;

/**
 * Decides which claims of others to one address are answered: RFC 5227 section 2.4 (c), "defend
 * indefinitely", with a bound.
 *
 * <p>The RFC allows one answer in ten seconds, and says why: two that both insist must not fill the
 * network. But the claims that matter here come from a holder that is going (its sentinel was
 * killed, the kernel drops the address within two seconds), and each of its answers turns the
 * clients' caches to the wrong host. So the first claim is answered at once, further ones at most
 * every 250 ms for ten seconds, and after that at the RFC's pace. The stream goes on by itself
 * while the rival has lately been heard: on a switched network its answers to others are not heard
 * here, only what it says to our own question, which goes with each answer. Rejected as the
 * default: yielding (2.4 (a), (b)). Who holds is decided by leases in the cluster, not by who
 * shouts; the conflict is reported there.
 */
final class Defence {
  private boolean inConflict;
  private long sinceNanos;
  private long lastClaimNanos;
  private long lastAnswerNanos;

  /** Takes a claim; returns whether it is answered now. */
  boolean claimed(long now) {
    boolean fresh = !inConflict || now - lastClaimNanos >= Timing.CONFLICT_OVER.toNanos();
    lastClaimNanos = now;
    if (fresh) {
      inConflict = true;
      sinceNanos = now;
      lastAnswerNanos = now;
      return true;
    }
    return answers(now);
  }

  private boolean answers(long now) {
    if (now - nextNanos() < 0) {
      return false;
    }
    lastAnswerNanos = now;
    return true;
  }

  private long nextNanos() {
    long soon = lastAnswerNanos + Timing.DEFEND_INTERVAL_FIRST.toNanos();
    return isAtFirst(soon) ? soon : lastAnswerNanos + Timing.DEFEND_INTERVAL.toNanos();
  }

  private boolean isAtFirst(long then) {
    return then - sinceNanos < Timing.DEFEND_FIRST.toNanos();
  }

  /** Returns when the next answer is due though nothing more is heard; empty if none is. */
  OptionalLong dueNanos() {
    long next = nextNanos();
    long quiet = next - lastAnswerNanos + Timing.CONFLICT_QUIET.toNanos();
    return inConflict && next - lastClaimNanos < quiet
        ? OptionalLong.of(next)
        : OptionalLong.empty();
  }

  /** Returns whether the stream of answers goes on now. */
  boolean isDue(long now) {
    return dueNanos().isPresent() && answers(now);
  }
}
