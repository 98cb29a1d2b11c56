package org.batonha.core;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a node's decisions depend on.
 *
 * @param node the name of this node; must be one of {@code nodes} or {@code arbiters}
 * @param nodes the voters that may hold services, the same list in the same order on every node
 * @param arbiters the voters that hold nothing, the same list on every node; may be empty
 * @param heartbeat the interval between two renewals; more than zero
 * @param indoubtLimit how many heartbeats in a row a peer must miss before it counts as down; 1 to
 *     100
 * @param lease how long a holder may act without a quorum's renewed ack; at least two heartbeats
 * @param drift the bound on how much faster one node's clock may run than another's, as a fraction
 *     of the time that passed; 0 to 0.5
 * @param quorum which part of a split cluster may decide
 * @param witnessMinimum how many witnesses must answer, under {@link QuorumPolicy#WITNESS}; at
 *     least 1
 */
public record CoreConfig(
    String node,
    List<String> nodes,
    List<String> arbiters,
    Duration heartbeat,
    int indoubtLimit,
    Duration lease,
    double drift,
    QuorumPolicy quorum,
    int witnessMinimum) {
  /** The drift that is assumed unless told otherwise: 1 %, far above what a quartz does. */
  public static final double DEFAULT_DRIFT = 0.01;

  private static final int MOST_INDOUBT = 100;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a value is out of its bounds; the message says which and
   *     what to write instead
   */
  public CoreConfig {
    Checks.name("node name", node);
    nodes = Checks.distinctNames("nodes", nodes);
    arbiters = arbiters.isEmpty() ? List.of() : Checks.distinctNames("arbiters", arbiters);
    requireDisjoint(nodes, arbiters);
    if (!nodes.contains(node) && !arbiters.contains(node)) {
      throw new IllegalArgumentException(
          "this node is '"
              + node
              + "', which is not one of the cluster's nodes "
              + nodes
              + (arbiters.isEmpty() ? "" : " or arbiters " + arbiters)
              + ": start the server with one of those names, or add it to 'nodes'");
    }
    if (heartbeat.isZero() || heartbeat.isNegative()) {
      throw new IllegalArgumentException(
          "heartbeat is " + heartbeat + ": it must be more than zero");
    }
    if (indoubtLimit < 1 || indoubtLimit > MOST_INDOUBT) {
      throw new IllegalArgumentException(
          "indoubt-limit is " + indoubtLimit + ": it must be from 1 to " + MOST_INDOUBT);
    }
    if (lease.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "lease is "
              + lease
              + ": it must be at least two heartbeats of "
              + heartbeat
              + ", or one lost message ends it");
    }
    if (!(drift >= 0 && drift <= 0.5)) {
      throw new IllegalArgumentException("drift is " + drift + ": it must be from 0 to 0.5");
    }
    if (quorum == QuorumPolicy.WITNESS && nodes.size() + arbiters.size() > 2) {
      throw new IllegalArgumentException(
          "quorum is 'witness' with "
              + (nodes.size() + arbiters.size())
              + " voters: it is for two nodes; with three or more, or an arbiter, use 'majority'");
    }
    if (witnessMinimum < 1) {
      throw new IllegalArgumentException(
          "witness-min is " + witnessMinimum + ": it must be at least 1");
    }
  }

  private static void requireDisjoint(List<String> nodes, List<String> arbiters) {
    for (String arbiter : arbiters) {
      if (nodes.contains(arbiter)) {
        throw new IllegalArgumentException(
            "arbiters names '"
                + arbiter
                + "', which is one of the nodes "
                + nodes
                + ": a node votes already, take it out of one of the two");
      }
    }
  }

  /** Returns the configuration that a preset stands for, without arbiters. */
  public static CoreConfig of(
      String node, List<String> nodes, Preset preset, QuorumPolicy quorum, int witnessMinimum) {
    return of(node, nodes, List.of(), preset, quorum, witnessMinimum);
  }

  /** Returns the configuration that a preset stands for. */
  public static CoreConfig of(
      String node,
      List<String> nodes,
      List<String> arbiters,
      Preset preset,
      QuorumPolicy quorum,
      int witnessMinimum) {
    return new CoreConfig(
        node,
        nodes,
        arbiters,
        preset.heartbeat(),
        preset.indoubtLimit(),
        preset.lease(),
        DEFAULT_DRIFT,
        quorum,
        witnessMinimum);
  }

  /** Returns the same configuration with other nodes and arbiters. */
  public CoreConfig withVoters(List<String> otherNodes, List<String> otherArbiters) {
    return new CoreConfig(
        node,
        otherNodes,
        otherArbiters,
        heartbeat,
        indoubtLimit,
        lease,
        drift,
        quorum,
        witnessMinimum);
  }

  /** Returns all that vote: the nodes, then the arbiters. */
  public List<String> voters() {
    return Stream.concat(nodes.stream(), arbiters.stream()).toList();
  }

  long heartbeatNanos() {
    return heartbeat.toNanos();
  }

  long leaseNanos() {
    return lease.toNanos();
  }

  /** How long a voter believes a holder active after it acked: the lease, seen by a fast clock. */
  long beliefNanos() {
    return (long) Math.ceil(lease.toNanos() * (1 + drift));
  }
}
