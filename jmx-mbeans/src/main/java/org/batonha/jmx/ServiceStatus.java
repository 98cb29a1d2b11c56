package org.batonha.jmx;

import java.beans.ConstructorProperties;
import java.util.List;

/**
 * One row of the table of services: a snapshot, immutable.
 *
 * <p>A class with getters, not a record: MXBeans turn records into open types from Java 21 on only.
 */
public final class ServiceStatus {
  private final String name;
  private final String holder;
  private final long epoch;
  private final List<NodeState> nodes;
  private final List<String> addresses;

  /** Creates a snapshot; the lists are copied. */
  @ConstructorProperties({"name", "holder", "epoch", "nodes", "addresses"})
  public ServiceStatus(
      String name, String holder, long epoch, List<NodeState> nodes, List<String> addresses) {
    this.name = name;
    this.holder = holder;
    this.epoch = epoch;
    this.nodes = List.copyOf(nodes);
    this.addresses = List.copyOf(addresses);
  }

  /** Returns the service's name. */
  public String getName() {
    return name;
  }

  /** Returns the node known to hold the service, or an empty string. */
  public String getHolder() {
    return holder;
  }

  /** Returns the epoch of the newest baton that is known, 0 when there was none yet. */
  public long getEpoch() {
    return epoch;
  }

  /** Returns role and state on each node of the service, in the order of preference. */
  public List<NodeState> getNodes() {
    return nodes;
  }

  /** Returns the addresses that move with the service, each as {@code IP/PREFIX@DEVICE}. */
  public List<String> getAddresses() {
    return addresses;
  }
}
