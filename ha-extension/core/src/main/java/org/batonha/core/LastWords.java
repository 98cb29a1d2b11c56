package org.batonha.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the sentinels' last words prove beyond that a run is over: whatever runs on that node now
 * cannot hold anything yet.
 *
 * <p>A run that answered a request was alive when that was sent. The next one starts after its end,
 * and its voter is silent for a belief from its start, so nothing is acked there for a lease from
 * that sending. A node that holds by its own ack alone cannot hold before.
 */
final class LastWords {
  private final Map<String, Long> silentUntil = new HashMap<>();

  /**
   * The newest known run of a node is over.
   *
   * @param until a lease after the sending of the last request that it answered, {@link
   *     Quorum#NEVER} when it answered none
   */
  void said(String node, long until) {
    silentUntil.put(node, until);
  }

  /**
   * Returns until when no voter but {@code self} can have acked or hold anything; {@link
   * Quorum#NEVER} when that was never proven.
   */
  long silence(List<String> voters, String self) {
    long until = Long.MAX_VALUE;
    for (String voter : voters) {
      if (!voter.equals(self)) {
        until = Math.min(until, silentUntil.getOrDefault(voter, Quorum.NEVER));
      }
    }
    return until;
  }
}
