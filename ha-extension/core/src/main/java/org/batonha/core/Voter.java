package org.batonha.core;

import java.util.HashMap;
import java.util.Map;

/**
 * The rule that keeps one holder. A voter acks a claim to a higher epoch only when, to its own
 * knowledge, the last holder is silent: it has released, or whatever lease it was given has run
 * out.
 *
 * <p>What it acked, it believes for {@code lease × (1 + drift)} from its own receiving; the
 * claimant counts {@code lease} from its own sending, which is always less. Two quorums share a
 * voter, so two holders never overlap.
 *
 * <p>Nothing is kept on disk: a voter that has just started may have acked anything before, so it
 * answers nothing until that must have run out.
 */
final class Voter {
  private final long beliefNanos;
  private long silentUntil;
  private final Map<String, Belief> beliefs = new HashMap<>();

  /** What was acked last for one service. */
  private static final class Belief {
    final long epoch;
    final String holder;
    final long boot;
    long activeUntil;
    boolean released;

    Belief(long epoch, String holder, long boot, long activeUntil) {
      this.epoch = epoch;
      this.holder = holder;
      this.boot = boot;
      this.activeUntil = activeUntil;
    }

    boolean mayBeActive(long now) {
      return !released && now <= activeUntil;
    }
  }

  Voter(long beliefNanos, long now) {
    this.beliefNanos = beliefNanos;
    restart(now);
  }

  /** From now on silent, until whatever others may believe of this voter has run out. */
  void restart(long now) {
    silentUntil = now + beliefNanos;
  }

  /** Whether the voter still waits for what it may have acked in an earlier run to run out. */
  boolean isSilent(long now) {
    return now <= silentUntil;
  }

  /** Returns the highest epoch acked for a service, 0 when none was. */
  long known(String service) {
    Belief belief = beliefs.get(service);
    return belief == null ? 0 : belief.epoch;
  }

  /** Whether {@link #judge} would ack a new epoch of {@code node} now. */
  boolean isFree(String service, String node, long boot, long now) {
    Belief last = beliefs.get(service);
    boolean itself = last != null && last.holder.equals(node) && last.boot == boot;
    return !isSilent(now) && (last == null || itself || !last.mayBeActive(now));
  }

  /** Answers one claim of {@code node}. Must not be asked while {@link #isSilent}. */
  Verdict judge(String service, long epoch, String node, long boot, long now) {
    Belief last = beliefs.get(service);
    if (last == null || epoch > last.epoch) {
      return takeOver(service, epoch, node, boot, now, last);
    }
    boolean mine = epoch == last.epoch && last.holder.equals(node) && last.boot == boot;
    if (!mine || last.released) {
      return new Verdict(service, epoch, Verdict.Kind.DISOWNED, last.epoch, 0);
    }
    last.activeUntil = Math.max(last.activeUntil, now + beliefNanos);
    return new Verdict(service, epoch, Verdict.Kind.ACK, last.epoch, 0);
  }

  private Verdict takeOver(
      String service, long epoch, String node, long boot, long now, Belief last) {
    boolean itself = last != null && last.holder.equals(node) && last.boot == boot;
    if (last != null && !itself && last.mayBeActive(now)) {
      long wait = last.activeUntil - now + 1;
      return new Verdict(service, epoch, Verdict.Kind.NOT_YET, last.epoch, wait);
    }
    beliefs.put(service, new Belief(epoch, node, boot, now + beliefNanos));
    return new Verdict(service, epoch, Verdict.Kind.ACK, epoch, 0);
  }

  /**
   * Learns that {@code node} has stopped acting on every baton of {@code service} up to an epoch.
   */
  void released(String service, long epoch, String node, long boot) {
    Belief last = beliefs.get(service);
    if (last != null && last.epoch <= epoch && last.holder.equals(node) && last.boot == boot) {
      last.released = true;
    }
  }
}
