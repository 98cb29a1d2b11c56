package org.batonha.jmx;

import java.beans.ConstructorProperties;

/** The role and state of one service on one node: a snapshot, immutable. */
public final class NodeState {
  private final String node;
  private final String role;
  private final String state;
  private final String reason;
  private final String unavailable;

  /** Creates a snapshot. */
  @ConstructorProperties({"node", "role", "state", "reason", "unavailable"})
  public NodeState(String node, String role, String state, String reason, String unavailable) {
    this.node = node;
    this.role = role;
    this.state = state;
    this.reason = reason;
    this.unavailable = unavailable;
  }

  /** Returns the node's name. */
  public String getNode() {
    return node;
  }

  /** Returns {@code PRIMARY} or {@code BACKUP}. */
  public String getRole() {
    return role;
  }

  /** Returns the last reported state, or {@code DOWN} when the node is not in the view. */
  public String getState() {
    return state;
  }

  /** Returns why the service is in this state there, in one sentence; may be empty. */
  public String getReason() {
    return reason;
  }

  /**
   * Returns why the node does not take the service now, whatever its state, for example {@code
   * maintenance}; empty when it does.
   */
  public String getUnavailable() {
    return unavailable;
  }
}
