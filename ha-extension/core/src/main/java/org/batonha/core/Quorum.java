package org.batonha.core;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * When acks are enough, by the configured policy. Times are monotonic nanoseconds; {@link #NEVER}
 * stands for none.
 */
final class Quorum {
  /** Before any time. */
  static final long NEVER = Long.MIN_VALUE;

  private CoreConfig config;
  private int majority;
  private final Map<String, Long> witnesses = new TreeMap<>();

  Quorum(CoreConfig config) {
    configure(config);
  }

  void configure(CoreConfig changed) {
    config = changed;
    majority = changed.voters().size() / 2 + 1;
  }

  void witnessAnswered(String witness, long sentAt) {
    witnesses.merge(witness, sentAt, Math::max);
  }

  /** Returns until when the maker of a claim may act, {@link #NEVER} when too few have acked it. */
  long leaseUntil(Ballots ballots, long claimVersion, Set<String> refusedBy) {
    long from =
        switch (config.quorum()) {
          case MAJORITY -> ballots.rank(majority, claimVersion, refusedBy);
          case WITNESS ->
              Math.max(
                  ballots.rank(majority, claimVersion, refusedBy),
                  Math.min(ballots.of(config.node(), claimVersion, refusedBy), witnessed()));
          case NONE -> ballots.of(config.node(), claimVersion, refusedBy);
        };
    return from == NEVER ? NEVER : from + config.leaseNanos();
  }

  /**
   * Returns whether the acks of a claim are enough to start. Where a policy lets less than a
   * majority decide, every voter in the view has to agree all the same: it is there, so it can be
   * heard.
   */
  boolean mayStart(
      Ballots ballots,
      long claimVersion,
      Set<String> refusedBy,
      Collection<String> present,
      long now) {
    if (leaseUntil(ballots, claimVersion, refusedBy) <= now) {
      return false;
    }
    return config.quorum() == QuorumPolicy.MAJORITY
        || config.voters().stream()
            .filter(present::contains)
            .allMatch(voter -> isFresh(ballots.of(voter, claimVersion, refusedBy), now));
  }

  /**
   * Returns until when a majority has acked, {@link #NEVER} when none has; something else stands in
   * for it then.
   */
  long majorityUntil(Ballots ballots, long claimVersion, Set<String> refusedBy) {
    long from = ballots.rank(majority, claimVersion, refusedBy);
    return from == NEVER ? NEVER : from + config.leaseNanos();
  }

  /** Returns whether a node that sees {@code present} would decide without a majority. */
  boolean isAlone(Collection<String> present) {
    return config.quorum() != QuorumPolicy.MAJORITY && count(present) < majority;
  }

  /** Returns whether a node that sees {@code present} is in a part that may decide. */
  boolean isQuorate(Collection<String> present, long now) {
    return switch (config.quorum()) {
      case NONE -> true;
      case MAJORITY -> count(present) >= majority;
      case WITNESS -> count(present) >= majority || isFresh(witnessed(), now);
    };
  }

  /**
   * Returns whether a node that has heard these since a time is in a part that may decide, also by
   * what witnesses have answered since then.
   */
  boolean isQuorateSince(long from, Collection<String> heard) {
    return switch (config.quorum()) {
      case NONE -> true;
      case MAJORITY -> count(heard) >= majority;
      case WITNESS -> count(heard) >= majority || witnessed() >= from;
    };
  }

  /** Returns whether a majority of the voters could ack a claim although these refuse it. */
  boolean couldBeMajority(Collection<String> refusedBy) {
    return config.voters().size() - refusedBy.size() >= majority;
  }

  /** Returns whether two holders can be there without anybody's mistake. */
  boolean allowsTwo() {
    return config.quorum() != QuorumPolicy.MAJORITY;
  }

  private long count(Collection<String> present) {
    return config.voters().stream().filter(present::contains).count();
  }

  private boolean isFresh(long sentAt, long now) {
    return sentAt != NEVER && now < sentAt + config.leaseNanos();
  }

  private long witnessed() {
    long[] times = witnesses.values().stream().mapToLong(Long::longValue).toArray();
    return Ballots.nthNewest(times, config.witnessMinimum());
  }
}
