package org.batonha.core;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When acks are enough, by the configured policy. Times are monotonic nanoseconds; {@link #NEVER}
 * stands for none.
 */
final class Quorum {
  /** Before any time. */
  static final long NEVER = Long.MIN_VALUE;

  private CoreConfig config;
  private int majority;
  private final Map<String, Long> witnesses = new HashMap<>();

  Quorum(CoreConfig config) {
    configure(config);
  }

  void configure(CoreConfig changed) {
    config = changed;
    majority = changed.nodes().size() / 2 + 1;
  }

  void witnessAnswered(String witness, long sentAt) {
    witnesses.merge(witness, sentAt, Math::max);
  }

  /** Returns until when a holder with these acks may act, {@link #NEVER} when they are too few. */
  long leaseUntil(LeaseClock.Acks acks) {
    long own = acks.of(config.node());
    long voted = nthNewest(config.nodes().stream().map(acks::of).toList(), majority);
    long from =
        switch (config.quorum()) {
          case MAJORITY -> voted;
          case WITNESS -> Math.max(voted, Math.min(own, witnessed()));
          case NONE -> own;
        };
    return from == NEVER ? NEVER : from + config.leaseNanos();
  }

  /**
   * Returns whether these acks are enough to start. Where a policy lets less than a majority
   * decide, every voter in the view has to agree all the same: it is there, so it can be heard.
   */
  boolean mayStart(LeaseClock.Acks acks, Set<String> view, long now) {
    if (leaseUntil(acks) <= now) {
      return false;
    }
    return config.quorum() == QuorumPolicy.MAJORITY
        || config.nodes().stream()
            .filter(view::contains)
            .allMatch(voter -> isFresh(acks.of(voter), now));
  }

  /** Returns whether a majority of the voters has acked; otherwise a witness stands in for it. */
  boolean byMajority(LeaseClock.Acks acks, long now) {
    return isFresh(nthNewest(config.nodes().stream().map(acks::of).toList(), majority), now);
  }

  /**
   * Returns whether a node that sees {@code view} would decide without a majority of the voters.
   */
  boolean isAlone(Set<String> view) {
    return config.quorum() != QuorumPolicy.MAJORITY
        && config.nodes().stream().filter(view::contains).count() < majority;
  }

  /** Returns whether a node that sees {@code view} is in a part that may decide. */
  boolean isQuorate(Set<String> view, long now) {
    long present = config.nodes().stream().filter(view::contains).count();
    return switch (config.quorum()) {
      case NONE -> true;
      case MAJORITY -> present >= majority;
      case WITNESS -> present >= majority || isFresh(witnessed(), now);
    };
  }

  private boolean isFresh(long sentAt, long now) {
    return sentAt != NEVER && now < sentAt + config.leaseNanos();
  }

  private long witnessed() {
    return nthNewest(List.copyOf(witnesses.values()), config.witnessMinimum());
  }

  private static long nthNewest(List<Long> times, int n) {
    if (times.size() < n) {
      return NEVER;
    }
    long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length - n];
  }
}
