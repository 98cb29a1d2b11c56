package org.batonha.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.NodeStatus;
import org.batonha.jmx.ServiceStatus;

/**
 * What one server knows of the cluster, read once: the model of {@code baton status}.
 *
 * @param server whom was asked
 * @param node the name of the node that answered
 * @param version Baton's version there
 * @param nodes the configured nodes
 * @param arbiters the configured arbiters
 * @param view the voters that are in the view, the coordinator first
 * @param coordinator who nominates, or an empty string
 * @param quorum the quorum policy
 * @param quorate whether the node is in a part that may decide
 * @param maintenance whether the node was taken out of service
 * @param peers what the node thinks of each other voter
 */
record ClusterReport(
    String server,
    String node,
    String version,
    List<String> nodes,
    List<String> arbiters,
    List<String> view,
    String coordinator,
    String quorum,
    boolean quorate,
    boolean maintenance,
    List<NodeStatus> peers,
    List<ServiceStatus> services,
    List<LinkStatus> links) {

  static ClusterReport of(ServerAddress server, ClusterMXBean cluster) {
    return new ClusterReport(
        server.toString(),
        cluster.getNode(),
        cluster.getVersion(),
        cluster.getNodes(),
        cluster.getArbiters(),
        cluster.getView(),
        cluster.getCoordinator(),
        cluster.getQuorum(),
        cluster.isQuorate(),
        cluster.isMaintenance(),
        cluster.getPeers(),
        cluster.getServices(),
        cluster.getLinks());
  }

  /** Returns the configured voters that are not in the view. */
  List<String> missing() {
    return Stream.concat(nodes.stream(), arbiters.stream())
        .filter(name -> !view.contains(name))
        .toList();
  }

  /** Returns the services that are {@code UP} on no node. */
  List<String> notActive() {
    return services.stream()
        .filter(service -> service.getNodes().stream().noneMatch(n -> "UP".equals(n.getState())))
        .map(ServiceStatus::getName)
        .toList();
  }

  /** Returns what an operator should know besides the tables, in one sentence. */
  Optional<String> concern() {
    if (!quorate) {
      return Optional.of(
          node
              + " is not in a quorate part of the cluster (policy "
              + quorum
              + "): nothing starts");
    }
    return notActive().isEmpty()
        ? Optional.empty()
        : Optional.of("UP on no node: " + String.join(", ", notActive()));
  }
}
