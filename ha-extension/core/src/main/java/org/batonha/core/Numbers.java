package org.batonha.core;

import java.util.List;

/**
 * Numbers that only one node gives out: each has its own residue modulo the number of voters, as
 * with the ballots of Paxos. So two nominators never give one epoch to two nodes.
 */
final class Numbers {
  private Numbers() {}

  /** Returns the lowest number of {@code node} that is above {@code highest}. */
  static long after(long highest, String node, List<String> voters) {
    int count = voters.size();
    long number = highest - highest % count + voters.indexOf(node);
    return number > highest ? number : number + count;
  }
}
