package org.batonha.jmx;

import java.beans.ConstructorProperties;

/** What one node thinks of another voter, over all links: a snapshot, immutable. */
public final class NodeStatus {
  private final String node;
  private final String state;
  private final long sinceMillis;
  private final String reason;

  /** Creates a snapshot. */
  @ConstructorProperties({"node", "state", "sinceMillis", "reason"})
  public NodeStatus(String node, String state, long sinceMillis, String reason) {
    this.node = node;
    this.state = state;
    this.sinceMillis = sinceMillis;
    this.reason = reason;
  }

  /** Returns the node's name. */
  public String getNode() {
    return node;
  }

  /** Returns {@code UP}, {@code INDOUBT} or {@code DOWN}. */
  public String getState() {
    return state;
  }

  /** Returns since when, in milliseconds of the wall clock; 0 when it was never seen. */
  public long getSinceMillis() {
    return sinceMillis;
  }

  /** Returns why it is in this state, in a few words. */
  public String getReason() {
    return reason;
  }
}
