package org.batonha.jmx;

import java.beans.ConstructorProperties;

/** Whether one node could hold a service, and if not, why: a snapshot, immutable. */
public final class NodeVerdict {
  private final String node;
  private final String role;
  private final String verdict;

  /** Creates a snapshot. */
  @ConstructorProperties({"node", "role", "verdict"})
  public NodeVerdict(String node, String role, String verdict) {
    this.node = node;
    this.role = role;
    this.verdict = verdict;
  }

  /** Returns the node's name. */
  public String getNode() {
    return node;
  }

  /** Returns {@code PRIMARY} or {@code BACKUP}. */
  public String getRole() {
    return role;
  }

  /** Returns that it holds the service, that it could take it, or why it could not. */
  public String getVerdict() {
    return verdict;
  }
}
