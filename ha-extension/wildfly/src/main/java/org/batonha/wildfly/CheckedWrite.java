package org.batonha.wildfly;

import java.util.Optional;
import java.util.function.BiPredicate;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.capability.RuntimeCapability;
import org.jboss.as.controller.registry.Resource;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.operation.OperationStepHandlerDescriptor;
import org.wildfly.subsystem.resource.operation.ResourceOperationRuntimeHandler;
import org.wildfly.subsystem.resource.operation.WriteAttributeOperationStepHandler;

/**
 * Writes an attribute of the subsystem: checked with the rest of the model, then the server's usual
 * way (the engine is restarted when the caller allows that, else a reload is asked for).
 */
final class CheckedWrite extends WriteAttributeOperationStepHandler {
  CheckedWrite(ResourceOperationRuntimeHandler runtime) {
    super(
        new OperationStepHandlerDescriptor() {
          @Override
          public Optional<ResourceOperationRuntimeHandler> getRuntimeHandler() {
            return Optional.of(runtime);
          }

          @Override
          public BiPredicate<OperationContext, Resource> getCapabilityFilter(
              RuntimeCapability<?> capability) {
            return (context, resource) -> true;
          }
        });
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
    super.finishModelStage(context, operation, attributeName, newValue, oldValue, model);
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
    // Written as a part of adding the subsystem: the engine starts with this value, and no reload
    // is needed.
    boolean isNew =
        !context.getOriginalRootResource().hasChild(BatonRegistrar.REGISTRATION.getPathElement());
    return !isNew
        && super.applyUpdateToRuntime(
            context, operation, attributeName, resolvedValue, currentValue, handback);
  }
}
