package org.batonha.sentinel.keeper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.batonha.sentinel.protocol.Command.Hold;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** The commands that wait for their probes. Each ends once: done, refused, or superseded. */
final class Takings {
  /** What happens to one that was probed for in vain: nobody answered. */
  interface Then {
    /** Carries the command out, or refuses it. */
    void take(Taking taking) throws Refusal;
  }

  private final List<Taking> pending = new ArrayList<>();
  private final Host host;
  private final Answers answers;

  Takings(Host host, Answers answers) {
    this.host = host;
    this.answers = answers;
  }

  void add(Taking taking) throws Refusal {
    if (pending.size() >= Timing.TAKINGS_LIMIT) {
      throw new Refusal(
          ErrorCode.SYSTEM,
          "%d commands wait for their probes already: wait for their answers"
              .formatted(pending.size()));
    }
    int probed = pending.stream().mapToInt(other -> other.probed().size()).sum();
    if (probed + taking.probed().size() > Timing.PROBED_LIMIT) {
      throw new Refusal(
          ErrorCode.SYSTEM,
          "%d addresses are probed for already, and %d more are too many: wait for the answers"
              .formatted(probed, taking.probed().size()));
    }
    pending.add(taking);
  }

  /**
   * Sends the probes that are due, and ends those that are through; but carries out one hold only,
   * for that takes its time: before the next one, {@code now} has to be read again, and the leases
   * looked at. What is left is still due.
   */
  void work(Then then, long now) {
    for (Taking taking : List.copyOf(pending)) {
      boolean isThrough = false;
      try {
        if (taking.isOverdue(now)) {
          throw new Refusal(
              ErrorCode.DEADLINE, "the lease ran out while the address was probed for");
        }
        isThrough = taking.work(host, now);
        if (isThrough) {
          pending.remove(taking);
          then.take(taking);
        }
      } catch (Refusal e) {
        pending.remove(taking);
        answers.refuse(taking.command(), taking.replies(), e);
      }
      if (isThrough && taking.command() instanceof Hold) {
        return;
      }
    }
  }

  /** Ends those to which it applies. Returns whether there was one. */
  boolean end(Predicate<Taking> which, Refusal why) {
    int before = pending.size();
    for (Taking taking : List.copyOf(pending)) {
      if (which.test(taking)) {
        pending.remove(taking);
        answers.refuse(taking.command(), taking.replies(), why);
      }
    }
    return pending.size() < before;
  }

  Stream<Taking> stream() {
    return pending.stream();
  }

  /** Returns the holds among them. */
  Stream<Hold> holds() {
    return stream().map(Taking::command).filter(Hold.class::isInstance).map(Hold.class::cast);
  }

  Stream<VirtualAddress> probed() {
    return stream().flatMap(taking -> taking.probed().stream());
  }

  LongStream dueNanos() {
    return stream().mapToLong(Taking::dueNanos);
  }
}
