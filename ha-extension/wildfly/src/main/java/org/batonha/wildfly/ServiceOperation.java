package org.batonha.wildfly;

import org.batonha.jmx.NodeVerdict;
import org.batonha.jmx.ServiceExplanation;
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

/** What can be commanded and asked about a service while it runs; the MBean has the same. */
enum ServiceOperation implements RuntimeOperation<ServiceMXBean> {
  /** Moves the service; returns when the other node is up. */
  MOVE(operation("move").addParameter(Parameters.TO)) {
    @Override
    ModelNode command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service)
        throws OperationFailedException {
      service.move(Parameters.TO.resolveModelAttribute(resolver, operation).asString());
      return null;
    }
  },
  /** Stops the service on all nodes, until it is started again. */
  STOP(operation("stop")) {
    @Override
    ModelNode command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service) {
      service.stop();
      return null;
    }
  },
  /** Takes a stop back. */
  START(operation("start")) {
    @Override
    ModelNode command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service) {
      service.start();
      return null;
    }
  },
  /** Declares the service unfit on this node. */
  FAIL(operation("fail")) {
    @Override
    ModelNode command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service) {
      service.fail();
      return null;
    }
  },
  /** Takes the service out of its failed state on this node. */
  RECOVER(operation("recover")) {
    @Override
    ModelNode command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service) {
      service.recover();
      return null;
    }
  },
  /** Says why the service is where it is. */
  EXPLAIN(operation("explain").setReadOnly().setReplyType(ModelType.OBJECT)) {
    @Override
    ModelNode command(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service) {
      return explanation(service.explain());
    }
  };

  private final OperationDefinition definition;

  ServiceOperation(SimpleOperationDefinitionBuilder definition) {
    this.definition = definition.build();
  }

  private static SimpleOperationDefinitionBuilder operation(String name) {
    return new SimpleOperationDefinitionBuilder(name, ServiceRegistrar.RESOLVER).setRuntimeOnly();
  }

  abstract ModelNode command(
      ExpressionResolver resolver, ModelNode operation, ServiceMXBean service)
      throws OperationFailedException;

  private static ModelNode explanation(ServiceExplanation explanation) {
    ModelNode result = new ModelNode();
    result.get("summary").set(explanation.getSummary());
    ModelNode nodes = result.get("nodes").setEmptyObject();
    for (NodeVerdict node : explanation.getNodes()) {
      nodes.get(node.getNode(), "role").set(node.getRole());
      nodes.get(node.getNode(), "verdict").set(node.getVerdict());
    }
    ModelNode wouldMove = result.get("would-move").setEmptyList();
    explanation.getWouldMove().forEach(wouldMove::add);
    return result;
  }

  @Override
  public OperationDefinition getOperationDefinition() {
    return definition;
  }

  @Override
  public ModelNode execute(ExpressionResolver resolver, ModelNode operation, ServiceMXBean service)
      throws OperationFailedException {
    try {
      return command(resolver, operation, service);
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
