package org.batonha.sentinel.keeper;

/**
 * Decides which claims of others to one address are answered: RFC 5227 section 2.4 (c), "defend
 * indefinitely", with a bound.
 *
 * <p>The RFC allows one answer in ten seconds, and says why: two that both insist must not fill the
 * network. But the claims that matter here come from a holder that is going (its sentinel was
 * killed, the kernel drops the address within two seconds), and each of its answers turns the
 * clients' caches to the wrong host. So the first claim is answered at once, further ones at most
 * every 250 ms for ten seconds, and after that at the RFC's pace. Rejected: yielding (2.4 (a),
 * (b)). Who holds is decided by leases in the cluster, not by who shouts; the conflict is reported
 * there.
 */
final class Defence {
  private boolean inConflict;
  private long sinceNanos;
  private long lastClaimNanos;
  private long lastAnswerNanos;

  /** Takes a claim; returns whether it is answered. */
  boolean answers(long now) {
    boolean fresh = !inConflict || now - lastClaimNanos >= Timing.CONFLICT_OVER.toNanos();
    lastClaimNanos = now;
    if (fresh) {
      inConflict = true;
      sinceNanos = now;
      lastAnswerNanos = now;
      return true;
    }
    boolean atFirst = now - sinceNanos < Timing.DEFEND_FIRST.toNanos();
    long interval = (atFirst ? Timing.DEFEND_INTERVAL_FIRST : Timing.DEFEND_INTERVAL).toNanos();
    if (now - lastAnswerNanos < interval) {
      return false;
    }
    lastAnswerNanos = now;
    return true;
  }
}
