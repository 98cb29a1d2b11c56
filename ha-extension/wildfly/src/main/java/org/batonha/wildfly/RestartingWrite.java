package org.batonha.wildfly;

import java.util.function.UnaryOperator;
import org.jboss.as.controller.AbstractWriteAttributeHandler;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.PathAddress;
import org.jboss.as.controller.registry.Resource;
import org.jboss.dmr.ModelNode;

/** Writes an attribute in or below a service, and restarts that service with it. */
final class RestartingWrite extends AbstractWriteAttributeHandler<Void> {
  private final ServiceRuntime services;
  private final UnaryOperator<PathAddress> serviceOf;

  RestartingWrite(ServiceRuntime services, UnaryOperator<PathAddress> serviceOf) {
    this.services = services;
    this.serviceOf = serviceOf;
  }

  @Override
  protected void finishModelStage(
      OperationContext context,
      ModelNode operation,
      String attributeName,
      ModelNode newValue,
      ModelNode oldValue,
      Resource model)
      throws OperationFailedException {
    ModelCheck.schedule(context, operation);
  }

  @Override
  protected boolean applyUpdateToRuntime(
      OperationContext context,
      ModelNode operation,
      String attributeName,
      ModelNode resolvedValue,
      ModelNode currentValue,
      HandbackHolder<Void> handback)
      throws OperationFailedException {
    services.follow(context, serviceOf.apply(context.getCurrentAddress()));
    return false;
  }

  @Override
  protected void revertUpdateToRuntime(
      OperationContext context,
      ModelNode operation,
      String attributeName,
      ModelNode valueToRestore,
      ModelNode valueToRevert,
      Void handback)
      throws OperationFailedException {
    services.follow(context, serviceOf.apply(context.getCurrentAddress()));
  }
}
