package org.batonha.jmx;

import java.util.List;

/**
 * The cluster, as the node that is asked sees it. Registered as {@code org.batonha:type=Cluster}.
 * Thread-safe; each attribute is an immutable snapshot. Notifications of type {@code
 * org.batonha.peer.state} tell each change of what this node thinks of another one, the reason in
 * their message.
 */
public interface ClusterMXBean {
  /** The most entries of the event log that are kept, and that {@link #log} returns. */
  int MOST_LOG_ENTRIES = 1000;

  /** Returns the name of the node that answers. */
  String getNode();

  /** Returns the version of Baton on the node that answers. */
  String getVersion();

  /** Returns the configured nodes, in the order of the configuration. */
  List<String> getNodes();

  /** Returns the configured arbiters, which vote and hold nothing. */
  List<String> getArbiters();

  /** Returns the voters in the current view, the coordinator first; empty while not connected. */
  List<String> getView();

  /** Returns the node that nominates holders, or an empty string while there is none. */
  String getCoordinator();

  /** Returns whether this node is in a part of the cluster that may decide. */
  boolean isQuorate();

  /** Returns the quorum policy: {@code majority}, {@code witness} or {@code none}. */
  String getQuorum();

  /** Returns whether an operator has taken the node that answers out of service. */
  boolean isMaintenance();

  /** Returns what this node thinks of each other voter, in the order of the configuration. */
  List<NodeStatus> getPeers();

  /** Returns what is known about every service, in the order of their names. */
  List<ServiceStatus> getServices();

  /** Returns what is known about every link, in the order of their priority. */
  List<LinkStatus> getLinks();

  /**
   * Takes the node that is asked out of service, or back into it. In maintenance it gives up all
   * that it holds, running requests first, and takes nothing; it still votes. It lasts until it is
   * switched off, or the server is restarted. Returns when nothing is held any more.
   *
   * @throws IllegalStateException when services are still being stopped after 10 s, with which; the
   *     node is in maintenance all the same
   */
  void maintenance(boolean on);

  /**
   * Returns what was decided on the node that is asked, and why, the oldest first.
   *
   * @param newest how many of the newest entries; 1 to {@value #MOST_LOG_ENTRIES}
   * @throws IllegalArgumentException when {@code newest} is out of its bounds
   */
  List<EventRecord> log(int newest);
}
