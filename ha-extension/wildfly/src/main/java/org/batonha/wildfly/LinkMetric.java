package org.batonha.wildfly;

import java.util.function.Function;
import org.batonha.jmx.LinkStatus;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.SimpleMapAttributeDefinition;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.Metric;

/** What can be read about a link while it runs; the MBean has the same. */
enum LinkMetric implements Metric<LinkStatus> {
  /** The interface or serial device that is really used. */
  DEVICE(single("device", ModelType.STRING), link -> new ModelNode(link.getDevice())),
  /** Where the link is on this host. */
  ADDRESS(single("address", ModelType.STRING), link -> new ModelNode(link.getAddress())),
  /** What waits to be sent. */
  QUEUED_BYTES(
      single("queued-bytes", ModelType.LONG),
      link -> new ModelNode(link.getMeasures().getQueuedBytes())),
  /** The bound of each of its queues. */
  QUEUE_LIMIT(
      single("queue-limit", ModelType.LONG),
      link -> new ModelNode(link.getMeasures().getQueueLimit())),
  /** Dropped frames by cause. */
  DROPS(
      new SimpleMapAttributeDefinition.Builder("drops", ModelType.LONG, true)
          .setStorageRuntime()
          .build(),
      LinkMetric::drops),
  /** What is known of each peer on this link. */
  PEERS(PeerMetric.LIST, PeerMetric::all);

  private final AttributeDefinition definition;
  private final Function<LinkStatus, ModelNode> value;

  LinkMetric(AttributeDefinition definition, Function<LinkStatus, ModelNode> value) {
    this.definition = definition;
    this.value = value;
  }

  private static AttributeDefinition single(String name, ModelType type) {
    return new SimpleAttributeDefinitionBuilder(name, type, true).setStorageRuntime().build();
  }

  private static ModelNode drops(LinkStatus link) {
    ModelNode drops = new ModelNode().setEmptyObject();
    link.getMeasures().getDrops().forEach((cause, count) -> drops.get(cause).set(count));
    return drops;
  }

  @Override
  public AttributeDefinition get() {
    return definition;
  }

  @Override
  public ModelNode execute(LinkStatus link) {
    return value.apply(link);
  }
}
