package org.batonha.core;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each voter has said last to this node's renewals. A lease counts from the sending of the
 * request, never from the arrival of the ack.
 */
final class Ballots {
  private Map<String, Integer> index = Map.of();
  private List<String> voters = List.of();
  private long[] seqs = {};
  private long[] sentAt = {};
  private long[] versions = {};
  private long[] scratch = {};
  private long oldestVersion;
  private int cachedRank;
  private long cached;

  Ballots(List<String> voters) {
    configure(voters);
  }

  /** Other voters: what the old ones said counts no more. */
  void configure(List<String> changed) {
    voters = changed;
    index = new HashMap<>();
    changed.forEach(voter -> index.put(voter, index.size()));
    seqs = new long[changed.size()];
    sentAt = new long[changed.size()];
    Arrays.fill(sentAt, Quorum.NEVER);
    versions = new long[changed.size()];
    scratch = new long[changed.size()];
    cachedRank = 0;
  }

  /**
   * A voter has judged a renewal.
   *
   * @return whether that counts: an answer to an older renewal than the newest answered one does
   *     not. The same one may be answered again, when what kept the voter from an ack is gone
   */
  boolean judged(String voter, long seq, long sentNanos, long version) {
    Integer i = index.get(voter);
    if (i == null || seq < seqs[i]) {
      return false;
    }
    seqs[i] = seq;
    sentAt[i] = sentNanos;
    versions[i] = version;
    cachedRank = 0;
    return true;
  }

  /**
   * Returns when the newest renewal was sent in which {@code voter} has acked a claim.
   *
   * @param claimVersion since which version of the list the claim is made
   * @param refusedBy the voters that refused this claim the last time
   */
  long of(String voter, long claimVersion, Set<String> refusedBy) {
    Integer i = index.get(voter);
    boolean acked = i != null && versions[i] >= claimVersion && !refusedBy.contains(voter);
    return acked ? sentAt[i] : Quorum.NEVER;
  }

  /** Returns when the newest renewal was sent that a voter has judged. */
  long judgedAt(String voter) {
    Integer i = index.get(voter);
    return i == null ? Quorum.NEVER : sentAt[i];
  }

  /** Returns since when at least {@code rank} voters ack a claim: the rank-th newest sending. */
  long rank(int rank, long claimVersion, Set<String> refusedBy) {
    if (!refusedBy.isEmpty()) {
      return rankOf(rank, claimVersion, refusedBy);
    }
    if (cachedRank != rank) {
      cachedRank = rank;
      cached = rankOf(rank, 0, refusedBy);
      oldestVersion = Long.MAX_VALUE;
      for (int i = 0; i < versions.length; i++) {
        oldestVersion =
            sentAt[i] == Quorum.NEVER ? oldestVersion : Math.min(oldestVersion, versions[i]);
      }
    }
    return claimVersion <= oldestVersion ? cached : rankOf(rank, claimVersion, refusedBy);
  }

  private long rankOf(int rank, long claimVersion, Set<String> refusedBy) {
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = of(voters.get(i), claimVersion, refusedBy);
    }
    return nthNewest(scratch, rank);
  }

  static long nthNewest(long[] times, int n) {
    if (times.length < n) {
      return Quorum.NEVER;
    }
    Arrays.sort(times);
    return times[times.length - n];
  }
}
