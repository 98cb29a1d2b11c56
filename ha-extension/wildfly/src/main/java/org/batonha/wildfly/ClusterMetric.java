package org.batonha.wildfly;

import java.util.List;
import java.util.function.Function;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.NodeStatus;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.SimpleMapAttributeDefinition;
import org.jboss.as.controller.StringListAttributeDefinition;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.Metric;

/** What can be read about the cluster while this node runs; the MBean has the same. */
enum ClusterMetric implements Metric<ClusterMXBean> {
  /** The voters in the view, the coordinator first. */
  VIEW(
      new StringListAttributeDefinition.Builder("view")
          .setRequired(false)
          .setStorageRuntime()
          .build(),
      cluster -> list(cluster.getView())),
  /** Who nominates; undefined while nobody does. */
  COORDINATOR(
      single("coordinator", ModelType.STRING),
      cluster ->
          cluster.getCoordinator().isEmpty()
              ? new ModelNode()
              : new ModelNode(cluster.getCoordinator())),
  /** Whether this node is in a part that may decide. */
  QUORATE(single("quorate", ModelType.BOOLEAN), cluster -> new ModelNode(cluster.isQuorate())),
  /** Whether this node was taken out of service. */
  MAINTENANCE(
      single("maintenance", ModelType.BOOLEAN), cluster -> new ModelNode(cluster.isMaintenance())),
  /** What this node thinks of each other voter. */
  PEERS(
      new SimpleMapAttributeDefinition.Builder("peers", ModelType.STRING, true)
          .setStorageRuntime()
          .build(),
      cluster -> states(cluster.getPeers()));

  private final AttributeDefinition definition;
  private final Function<ClusterMXBean, ModelNode> value;

  ClusterMetric(AttributeDefinition definition, Function<ClusterMXBean, ModelNode> value) {
    this.definition = definition;
    this.value = value;
  }

  private static AttributeDefinition single(String name, ModelType type) {
    return new SimpleAttributeDefinitionBuilder(name, type, true).setStorageRuntime().build();
  }

  private static ModelNode list(List<String> names) {
    ModelNode list = new ModelNode().setEmptyList();
    names.forEach(list::add);
    return list;
  }

  private static ModelNode states(List<NodeStatus> peers) {
    ModelNode states = new ModelNode().setEmptyObject();
    peers.forEach(peer -> states.get(peer.getNode()).set(peer.getState()));
    return states;
  }

  @Override
  public AttributeDefinition get() {
    return definition;
  }

  @Override
  public ModelNode execute(ClusterMXBean cluster) {
    return value.apply(cluster);
  }
}
