package org.batonha.sentinel.keeper;

import java.util.List;
import org.batonha.sentinel.protocol.Command;
import org.batonha.sentinel.protocol.Policy;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** A {@code hold} or a {@code check} that waits for what its probes bring. */
final class Taking {
  private final Command command;
  private final Replies replies;
  private final List<VirtualAddress> probed;
  private final Policy policy;
  private int probesLeft;
  private long dueNanos;
  private long deadlineNanos;

  /** Creates one whose first probe is due at {@code now}. */
  Taking(
      Command command,
      Replies replies,
      List<VirtualAddress> probed,
      int probes,
      Policy policy,
      long now) {
    this.policy = policy;
    this.command = command;
    this.replies = replies;
    this.probed = List.copyOf(probed);
    this.probesLeft = probes;
    this.dueNanos = now;
    this.deadlineNanos = command instanceof Command.Hold hold ? hold.deadlineNanos() : 0;
  }

  Command command() {
    return command;
  }

  Replies replies() {
    return replies;
  }

  List<VirtualAddress> probed() {
    return probed;
  }

  /** Returns the lease's deadline, with the renewals that came meanwhile; only of a hold. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  void renew(long newDeadlineNanos) {
    if (newDeadlineNanos - deadlineNanos > 0) {
      deadlineNanos = newDeadlineNanos;
    }
  }

  boolean isHoldOf(String service) {
    return command instanceof Command.Hold hold && hold.service().equals(service);
  }

  boolean isHoldOf(String service, long epoch) {
    return isHoldOf(service) && ((Command.Hold) command).epoch() == epoch;
  }

  /** Two that only check do not stand in each other's way. */
  boolean isDisturbedBy(Claim claim) {
    boolean wanted = claim.kind() == Claim.Kind.HAS || command instanceof Command.Hold;
    return wanted
        && probed.stream()
            .anyMatch(a -> a.ip().equals(claim.ip()) && a.device().equals(claim.device()));
  }

  boolean isOverdue(long now) {
    return command instanceof Command.Hold && now - deadlineNanos >= 0;
  }

  long dueNanos() {
    if (command instanceof Command.Hold && deadlineNanos - dueNanos < 0) {
      return deadlineNanos;
    }
    return dueNanos;
  }

  /** Sends the probes that are due. Returns whether all were sent and waited for. */
  boolean work(Host host, long now) throws Refusal {
    if (now - dueNanos < 0) {
      return false;
    }
    if (probesLeft == 0) {
      return true;
    }
    for (VirtualAddress address : probed) {
      host.probe(address);
    }
    probesLeft--;
    dueNanos = now + (probesLeft > 0 ? policy.probeInterval() : policy.announceWait()).toNanos();
    return false;
  }
}
