package org.batonha.jmx;

import java.util.List;

/**
 * The cluster, as the node that is asked sees it. Registered as {@code org.batonha:type=Cluster}.
 * Thread-safe; each attribute is an immutable snapshot.
 */
public interface ClusterMXBean {
  /** Returns the name of the node that answers. */
  String getNode();

  /** Returns the version of Baton on the node that answers. */
  String getVersion();

  /** Returns the configured nodes, in the order of the configuration. */
  List<String> getNodes();

  /** Returns the nodes in the current view, the coordinator first; empty while not connected. */
  List<String> getView();

  /** Returns the node that nominates holders, or an empty string while there is none. */
  String getCoordinator();

  /** Returns whether this node is in a part of the cluster that may decide. */
  boolean isQuorate();

  /** Returns the quorum policy: {@code majority}, {@code witness} or {@code none}. */
  String getQuorum();

  /** Returns what is known about every service, in the order of their names. */
  List<ServiceStatus> getServices();

  /** Returns what is known about every link, in the order of their priority. */
  List<LinkStatus> getLinks();
}
