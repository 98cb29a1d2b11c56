package org.batonha.wildfly;

import org.batonha.jmx.ServiceMXBean;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.ExpressionResolver;
import org.jboss.as.controller.OperationDefinition;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.SimpleOperationDefinitionBuilder;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.RuntimeOperation;

/** What can be commanded about a service while it runs; the MBean has the same. */
enum ServiceOperation implements RuntimeOperation<ServiceMXBean> {
  /** Moves the service; returns when the other node is up. */
  MOVE("move", Parameters.TO) {
    @Override
    void command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service)
        throws OperationFailedException {
      service.move(Parameters.TO.resolveModelAttribute(resolver, operation).asString());
    }
  },
  /** Takes the service out of its failed state on this node. */
  RECOVER("recover") {
    @Override
    void command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service) {
      service.recover();
    }
  };

  private final OperationDefinition definition;

  ServiceOperation(String name, AttributeDefinition... parameters) {
    this.definition =
        new SimpleOperationDefinitionBuilder(name, ServiceRegistrar.RESOLVER)
            .setParameters(parameters)
            .setRuntimeOnly()
            .build();
  }

  abstract void command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service)
      throws OperationFailedException;

  @Override
  public OperationDefinition getOperationDefinition() {
    return definition;
  }

  @Override
  public ModelNode execute(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service)
      throws OperationFailedException {
    try {
      command(resolver, operation, service);
      return null;
    } catch (IllegalArgumentException | IllegalStateException refused) {
      throw new OperationFailedException(refused.getMessage(), refused);
    }
  }

  private static final class Parameters {
    static final AttributeDefinition TO =
        new SimpleAttributeDefinitionBuilder("to", ModelType.STRING)
            .setAllowExpression(true)
            .build();

    private Parameters() {}
  }
}
