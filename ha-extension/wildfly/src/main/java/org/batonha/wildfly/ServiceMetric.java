package org.batonha.wildfly;

import java.util.function.Function;
import org.batonha.jmx.ServiceMXBean;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.Metric;

/** What can be read about a service while it runs; the MBean has the same. */
enum ServiceMetric implements Metric<ServiceMXBean> {
  /** The state on this node. */
  STATE("state", ModelType.STRING, service -> text(service.getState())),
  /** The role of this node. */
  ROLE("role", ModelType.STRING, service -> text(service.getRole())),
  /** The node that holds the service; undefined while none is known to. */
  HOLDER("holder", ModelType.STRING, service -> text(service.getHolder())),
  /** The epoch of the newest baton. */
  EPOCH("epoch", ModelType.LONG, service -> new ModelNode(service.getEpoch())),
  /** Why the service is in its state here. */
  REASON("reason", ModelType.STRING, service -> text(service.getReason())),
  /** Why the holder was chosen; undefined while none is known. */
  CAUSE("cause", ModelType.STRING, service -> text(service.getCause())),
  /** The same in a sentence. */
  NOMINATION_REASON(
      "nomination-reason", ModelType.STRING, service -> text(service.getNominationReason()));

  private final AttributeDefinition definition;
  private final Function<ServiceMXBean, ModelNode> value;

  ServiceMetric(String name, ModelType type, Function<ServiceMXBean, ModelNode> value) {
    this.definition =
        new SimpleAttributeDefinitionBuilder(name, type, true).setStorageRuntime().build();
    this.value = value;
  }

  private static ModelNode text(String value) {
    return value == null || value.isEmpty() ? new ModelNode() : new ModelNode(value);
  }

  @Override
  public AttributeDefinition get() {
    return definition;
  }

  @Override
  public ModelNode execute(ServiceMXBean service) {
    return value.apply(service);
  }
}
