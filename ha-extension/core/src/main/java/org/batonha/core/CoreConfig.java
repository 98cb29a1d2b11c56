package org.batonha.core;

import java.time.Duration;
import java.util.List;

/**
 * What a node's decisions depend on.
 *
 * @param node the name of this node; must be one of {@code nodes}
 * @param nodes the voters, the same list on every node
 * @param heartbeat the interval between two renewals; more than zero
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
    Duration heartbeat,
    Duration lease,
    double drift,
    QuorumPolicy quorum,
    int witnessMinimum) {
  /** The drift that is assumed unless told otherwise: 1 %, far above what a quartz does. */
  public static final double DEFAULT_DRIFT = 0.01;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a value is out of its bounds; the message says which and
   *     what to write instead
   */
  public CoreConfig {
    Checks.name("node name", node);
    nodes = Checks.distinctNames("nodes", nodes);
    if (!nodes.contains(node)) {
      throw new IllegalArgumentException(
          "this node is '"
              + node
              + "', which is not one of the cluster's nodes "
              + nodes
              + ": start the server with one of those names, or add it to 'nodes'");
    }
    if (heartbeat.isZero() || heartbeat.isNegative()) {
      throw new IllegalArgumentException(
          "heartbeat is " + heartbeat + ": it must be more than zero");
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
    if (quorum == QuorumPolicy.WITNESS && nodes.size() > 2) {
      throw new IllegalArgumentException(
          "quorum is 'witness' with "
              + nodes.size()
              + " nodes: it is for two; with three or more use 'majority'");
    }
    if (witnessMinimum < 1) {
      throw new IllegalArgumentException(
          "witness-min is " + witnessMinimum + ": it must be at least 1");
    }
  }

  /** Returns the configuration that a preset stands for. */
  public static CoreConfig of(
      String node, List<String> nodes, Preset preset, QuorumPolicy quorum, int witnessMinimum) {
    return new CoreConfig(
        node, nodes, preset.heartbeat(), preset.lease(), DEFAULT_DRIFT, quorum, witnessMinimum);
  }

  /** Returns the same configuration with other nodes. */
  public CoreConfig withNodes(List<String> others) {
    return new CoreConfig(node, others, heartbeat, lease, drift, quorum, witnessMinimum);
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
