package org.batonha.core;

/** Which part of a cluster that has fallen apart may decide. */
public enum QuorumPolicy {
  /** The part with more than half of the configured nodes; there is never more than one holder. */
  MAJORITY,
  /**
   * For two nodes: both, or the one that reaches enough witnesses and finds nobody else answering
   * for the service's addresses. Two holders are possible only while the nodes cannot see each
   * other, both see the witnesses, and the probe of the addresses is lost too.
   */
  WITNESS,
  /** Every part goes on by itself: after a split there is a holder in each part until it heals. */
  NONE
}
