package org.batonha.core;

import java.util.List;

/**
 * Why a service is where it is, and what would have to happen for it to move; as one node sees it.
 *
 * @param service the service
 * @param summary where it is, since which epoch, and why, in a sentence
 * @param nodes one entry per node of its preference, in that order
 * @param wouldMove what would move it, one sentence each
 */
public record Explanation(
    String service, String summary, List<Candidate> nodes, List<String> wouldMove) {
  /** Copies the lists. */
  public Explanation {
    nodes = List.copyOf(nodes);
    wouldMove = List.copyOf(wouldMove);
  }

  /**
   * One node of the preference.
   *
   * @param node its name
   * @param role its role for the service
   * @param verdict {@code holds it}, {@code could take it}, or why it could not
   */
  public record Candidate(String node, Role role, String verdict) {}
}
