package org.batonha.engine;

import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.batonha.core.CoreConfig;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;

/**
 * How this node takes part in the cluster.
 *
 * @param node the name of this node
 * @param nodes the voters that may hold services, the same on every node; when empty, the nodes
 *     that the services' preferences name
 * @param arbiters the voters that hold nothing, the same on every node; only with {@code nodes}
 * @param preset the timings
 * @param quorum which part of a split cluster may decide
 * @param witnesses the addresses to ping under {@link QuorumPolicy#WITNESS}, none otherwise needed
 * @param witnessMinimum how many of them must answer; from 1 to their number
 */
public record EngineConfig(
    String node,
    List<String> nodes,
    List<String> arbiters,
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
    arbiters = List.copyOf(arbiters);
    witnesses = List.copyOf(witnesses);
    if (!arbiters.isEmpty() && nodes.isEmpty()) {
      throw new IllegalArgumentException(
          "arbiters is "
              + arbiters
              + ", but nodes is empty: name the nodes that may hold services, for example"
              + " nodes=[n1, n2]");
    }
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

  /**
   * Returns what core's decisions depend on.
   *
   * @throws IllegalArgumentException when a value does not fit; the message says what to write
   */
  CoreConfig core(List<String> withNodes) {
    return CoreConfig.of(node, withNodes, arbiters, preset, quorum, witnessMinimum);
  }

  /** Returns the configured nodes, or those that the services name, and this node in any case. */
  List<String> nodesFor(Collection<ServiceConfig> services) {
    if (!nodes.isEmpty()) {
      return nodes;
    }
    Set<String> named = new LinkedHashSet<>();
    services.forEach(service -> named.addAll(service.preference()));
    named.add(node);
    return List.copyOf(named);
  }

  /**
   * Checks that a service's nodes are nodes of the cluster.
   *
   * @throws IllegalArgumentException when one is not; the message says what to do
   */
  void requireKnownNodes(ServiceConfig service) {
    for (String preferred : service.preference()) {
      if (!nodes.isEmpty() && !nodes.contains(preferred)) {
        throw new IllegalArgumentException(
            "preference of service '"
                + service.name()
                + "' names '"
                + preferred
                + (arbiters.contains(preferred)
                    ? "', which is an arbiter and holds nothing: take it out"
                    : "', which is not one of the cluster's nodes "
                        + nodes
                        + ": correct it, or add it to 'nodes'"));
      }
    }
  }
}
