package org.batonha.engine;

import java.net.InetAddress;
import java.util.List;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;

/**
 * How this node takes part in the cluster.
 *
 * @param node the name of this node
 * @param nodes the voters, the same on every node; when empty, the nodes that the services'
 *     preferences name
 * @param preset the timings
 * @param quorum which part of a split cluster may decide
 * @param witnesses the addresses to ping under {@link QuorumPolicy#WITNESS}, none otherwise needed
 * @param witnessMinimum how many of them must answer; from 1 to their number
 */
public record EngineConfig(
    String node,
    List<String> nodes,
    Preset preset,
    QuorumPolicy quorum,
    List<InetAddress> witnesses,
    int witnessMinimum) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when values do not fit together; the message says which and
   *     what to write instead
   */
  public EngineConfig {
    nodes = List.copyOf(nodes);
    witnesses = List.copyOf(witnesses);
    if (quorum == QuorumPolicy.WITNESS && witnesses.isEmpty()) {
      throw new IllegalArgumentException(
          "quorum is 'witness' but 'witness' names no address: name the LAN's gateway, for example");
    }
    int most = Math.max(1, witnesses.size());
    if (witnessMinimum < 1 || witnessMinimum > most) {
      throw new IllegalArgumentException(
          "witness-min is "
              + witnessMinimum
              + ": it must be from 1 to the number of witnesses, "
              + most);
    }
  }
}
