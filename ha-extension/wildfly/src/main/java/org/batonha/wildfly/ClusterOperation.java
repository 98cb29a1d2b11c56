package org.batonha.wildfly;

import java.time.Instant;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.EventRecord;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.ExpressionResolver;
import org.jboss.as.controller.OperationDefinition;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.SimpleOperationDefinitionBuilder;
import org.jboss.as.controller.operations.validation.IntRangeValidator;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.RuntimeOperation;

/** What can be commanded and asked about this node while it runs; the MBean has the same. */
enum ClusterOperation implements RuntimeOperation<ClusterMXBean> {
  /** Takes this node out of service, or back into it. */
  MAINTENANCE(operation("maintenance").addParameter(Parameters.ON)) {
    @Override
    ModelNode command(ExpressionResolver resolver, ModelNode operation, ClusterMXBean cluster)
        throws OperationFailedException {
      cluster.maintenance(Parameters.ON.resolveModelAttribute(resolver, operation).asBoolean());
      return null;
    }
  },
  /** Returns the newest entries of this node's event log. */
  LOG(
      operation("log")
          .addParameter(Parameters.NEWEST)
          .setReadOnly()
          .setReplyType(ModelType.LIST)
          .setReplyValueType(ModelType.OBJECT)) {
    @Override
    ModelNode command(ExpressionResolver resolver, ModelNode operation, ClusterMXBean cluster)
        throws OperationFailedException {
      ModelNode entries = new ModelNode().setEmptyList();
      cluster
          .log(Parameters.NEWEST.resolveModelAttribute(resolver, operation).asInt())
          .forEach(entry -> entries.add(entry(entry)));
      return entries;
    }
  };

  private final OperationDefinition definition;

  ClusterOperation(SimpleOperationDefinitionBuilder definition) {
    this.definition = definition.build();
  }

  private static SimpleOperationDefinitionBuilder operation(String name) {
    return new SimpleOperationDefinitionBuilder(name, BatonRegistrar.RESOLVER).setRuntimeOnly();
  }

  abstract ModelNode command(
      ExpressionResolver resolver, ModelNode operation, ClusterMXBean cluster)
      throws OperationFailedException;

  private static ModelNode entry(EventRecord event) {
    ModelNode entry = new ModelNode();
    entry.get("at").set(Instant.ofEpochMilli(event.getAtMillis()).toString());
    if (!event.getService().isEmpty()) {
      entry.get("service").set(event.getService());
      entry.get("epoch").set(event.getEpoch());
    }
    entry.get("what").set(event.getWhat());
    entry.get("reason").set(event.getReason());
    return entry;
  }

  @Override
  public OperationDefinition getOperationDefinition() {
    return definition;
  }

  @Override
  public ModelNode execute(ExpressionResolver resolver, ModelNode operation, ClusterMXBean cluster)
      throws OperationFailedException {
    try {
      return command(resolver, operation, cluster);
    } catch (IllegalArgumentException | IllegalStateException refused) {
      throw new OperationFailedException(refused.getMessage(), refused);
    }
  }

  private static final class Parameters {
    static final AttributeDefinition ON =
        new SimpleAttributeDefinitionBuilder("on", ModelType.BOOLEAN)
            .setAllowExpression(true)
            .build();
    static final AttributeDefinition NEWEST =
        new SimpleAttributeDefinitionBuilder("newest", ModelType.INT, true)
            .setAllowExpression(true)
            .setDefaultValue(new ModelNode(50))
            .setValidator(new IntRangeValidator(1, ClusterMXBean.MOST_LOG_ENTRIES))
            .build();

    private Parameters() {}
  }
}
