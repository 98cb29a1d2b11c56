package org.batonha.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rule that keeps one holder. A voter acks a claim to a higher epoch only when, to its own
 * knowledge, the last holder is silent: it has released; or its process is dead and its sentinel
 * has let go; or whatever lease it was given has run out.
 *
 * <p>What it acked, it believes for {@code lease × (1 + drift)} from its own receiving; the
 * claimant counts {@code lease} from its own sending, which is always less. Two quorums share a
 * voter, so two holders never overlap.
 *
 * <p>Nothing is kept on disk: a voter that has just started may have acked anything before, so it
 * answers nothing until that must have run out.
 */
class Voter {
  private final long beliefNanos;
  private final long ownBoot;
  private long silentUntil;
  private final Map<String, Belief> beliefs = new HashMap<>();

  /** What was acked last for one service. */
  private static final class Belief {
    final long epoch;
    final String holder;
    final long boot;
    final boolean handedOver;
    long activeUntil;
    boolean acted;
    boolean released;

    Belief(long epoch, String holder, long boot, boolean handedOver, long activeUntil) {
      this.epoch = epoch;
      this.holder = holder;
      this.boot = boot;
      this.handedOver = handedOver;
      this.activeUntil = activeUntil;
    }

    boolean isOf(String node, long itsBoot) {
      return holder.equals(node) && boot == itsBoot;
    }
  }

  /**
   * @param ownBoot the run of this node: epochs that were acked in earlier runs are below it
   */
  Voter(long beliefNanos, long ownBoot, long now) {
    this.beliefNanos = beliefNanos;
    this.ownBoot = ownBoot;
    restart(now);
  }

  /** From now on silent, until whatever others may believe of this voter has run out. */
  final void restart(long now) {
    silentUntil = now + beliefNanos;
  }

  /** Whether the voter still waits for what it may have acked in an earlier run to run out. */
  boolean isSilent(long now) {
    return now <= silentUntil;
  }

  /** Returns when the voter begins to answer. */
  long silentUntil() {
    return silentUntil;
  }

  /** Returns the highest epoch acked for a service, 0 when none was. */
  final long known(String service) {
    Belief belief = beliefs.get(service);
    return belief == null ? 0 : belief.epoch;
  }

  /** Whether the holder before the present one was known to have let go, not just timed out. */
  final boolean isHandedOver(String service) {
    Belief belief = beliefs.get(service);
    return belief != null && belief.handedOver;
  }

  /** Returns until when a new epoch of {@code node} has to wait; not after {@code now} if free. */
  final long busyUntil(String service, String node, long boot) {
    Belief last = beliefs.get(service);
    boolean free = last == null || last.released || last.isOf(node, boot);
    return free ? silentUntil : Math.max(silentUntil, last.activeUntil);
  }

  private boolean mayBeActive(Belief last, long now) {
    return !last.released && now <= last.activeUntil;
  }

  /**
   * Judges one claim of {@code node}. Must not be asked while {@link #isSilent}.
   *
   * @param acts whether the node acts on it already
   * @return why it is not acked; empty when it is
   */
  Optional<Verdict> judge(
      String service, long epoch, String node, long boot, boolean acts, long now) {
    Belief last = beliefs.get(service);
    if (!acts && epoch < ownBoot) {
      // A newer one may have been held in an earlier run; it would be started after that.
      return Optional.of(new Verdict(service, epoch, Verdict.Kind.DISOWNED, ownBoot, 0));
    }
    if (last == null || epoch > last.epoch) {
      return takeOver(service, epoch, node, boot, acts, now);
    }
    if (epoch < last.epoch || !last.isOf(node, boot) || last.released) {
      return Optional.of(new Verdict(service, epoch, Verdict.Kind.DISOWNED, last.epoch, 0));
    }
    last.activeUntil = Math.max(last.activeUntil, now + beliefNanos);
    last.acted |= acts;
    return Optional.empty();
  }

  private Optional<Verdict> takeOver(
      String service, long epoch, String node, long boot, boolean acts, long now) {
    Belief last = beliefs.get(service);
    if (last != null && !last.isOf(node, boot) && mayBeActive(last, now)) {
      long wait = last.activeUntil - now + 1;
      return Optional.of(new Verdict(service, epoch, Verdict.Kind.NOT_YET, last.epoch, wait));
    }
    boolean handedOver = last != null && last.released && (last.acted || last.handedOver);
    Belief belief = new Belief(epoch, node, boot, handedOver, now + beliefNanos);
    belief.acted = acts;
    beliefs.put(service, belief);
    return Optional.empty();
  }

  /**
   * Learns that {@code node} has stopped acting on every baton of {@code service} up to an epoch.
   *
   * @return whether that frees the service: another claim may be acked now
   */
  final boolean released(String service, long epoch, String node, long boot) {
    Belief last = beliefs.get(service);
    boolean frees = last != null && !last.released && last.epoch <= epoch && last.isOf(node, boot);
    if (frees) {
      last.released = true;
    }
    return frees;
  }

  /**
   * Learns that a run of {@code node} is over, and that nothing of it acts any more.
   *
   * @return the services that this frees
   */
  final Set<String> ended(String node, long boot) {
    Set<String> freed = new TreeSet<>();
    beliefs.forEach(
        (service, belief) -> {
          if (belief.isOf(node, boot) && !belief.released) {
            belief.released = true;
            freed.add(service);
          }
        });
    return freed;
  }

  /**
   * All that is remembered of one service and can decide an answer.
   *
   * @param activeUntil until when the holder must be believed active
   */
  record Memory(long epoch, String holder, long boot, boolean released, long activeUntil) {}

  /** Returns what is remembered of a service, {@code null} for nothing. */
  final Memory memory(String service) {
    Belief last = beliefs.get(service);
    return last == null
        ? null
        : new Memory(last.epoch, last.holder, last.boot, last.released, last.activeUntil);
  }

  /** Puts a voter into a state that it had before, for a check that goes through all of them. */
  final void remember(String service, Memory memory, long silentEnd) {
    silentUntil = silentEnd;
    beliefs.remove(service);
    if (memory != null) {
      Belief belief =
          new Belief(memory.epoch, memory.holder, memory.boot, false, memory.activeUntil);
      belief.released = memory.released;
      beliefs.put(service, belief);
    }
  }
}
