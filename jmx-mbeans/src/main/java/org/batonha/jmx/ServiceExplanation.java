package org.batonha.jmx;

import java.beans.ConstructorProperties;
import java.util.List;

/** Why a service is where it is, as one node sees it: a snapshot, immutable. */
public final class ServiceExplanation {
  private final String service;
  private final String summary;
  private final List<NodeVerdict> nodes;
  private final List<String> wouldMove;

  /** Creates a snapshot; the lists are copied. */
  @ConstructorProperties({"service", "summary", "nodes", "wouldMove"})
  public ServiceExplanation(
      String service, String summary, List<NodeVerdict> nodes, List<String> wouldMove) {
    this.service = service;
    this.summary = summary;
    this.nodes = List.copyOf(nodes);
    this.wouldMove = List.copyOf(wouldMove);
  }

  /** Returns the service's name. */
  public String getService() {
    return service;
  }

  /** Returns where it is and why, in a sentence. */
  public String getSummary() {
    return summary;
  }

  /** Returns one entry per node of its preference, in that order. */
  public List<NodeVerdict> getNodes() {
    return nodes;
  }

  /** Returns what would move it, one sentence each. */
  public List<String> getWouldMove() {
    return wouldMove;
  }
}
