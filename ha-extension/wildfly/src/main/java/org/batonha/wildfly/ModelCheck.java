package org.batonha.wildfly;

import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationContext.AttachmentKey;
import org.jboss.as.controller.OperationContext.Stage;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.OperationStepHandler;
import org.jboss.as.controller.PathAddress;
import org.jboss.as.controller.PathElement;
import org.jboss.as.controller.registry.Resource;
import org.jboss.dmr.ModelNode;

/**
 * Checks the subsystem as a whole at the end of the model stage, once per operation, so that a
 * batch may set things in any order. Values with expressions are left to the runtime stage, which
 * knows what they resolve to. At boot nothing is checked here: a mistake in one service must not
 * keep the server from starting, so it is left to that service's own start.
 */
final class ModelCheck {
  private static final AttachmentKey<Boolean> SCHEDULED = AttachmentKey.create(Boolean.class);

  private ModelCheck() {}

  /** Returns a handler that does the same as {@code handler}, and has the model checked. */
  static OperationStepHandler after(OperationStepHandler handler) {
    return (context, operation) -> {
      schedule(context, operation);
      handler.execute(context, operation);
    };
  }

  /** Has the model checked when all steps of the model stage are done. */
  static void schedule(OperationContext context, ModelNode operation) {
    if (!context.isBooting() && context.attachIfAbsent(SCHEDULED, true) == null) {
      PathAddress subsystem = subsystemOf(context.getCurrentAddress());
      // Twice around the queue: an add sets attributes in steps of its own, behind this one.
      context.addStep(
          operation,
          (last, same) -> last.addStep(same, (step, any) -> check(step, subsystem), Stage.MODEL),
          Stage.MODEL);
    }
  }

  private static PathAddress subsystemOf(PathAddress address) {
    int size = 0;
    for (PathElement element : address) {
      size++;
      if (element.equals(BatonRegistrar.REGISTRATION.getPathElement())) {
        break;
      }
    }
    return address.subAddress(0, size);
  }

  private static void check(OperationContext context, PathAddress subsystem)
      throws OperationFailedException {
    Resource root = context.readResourceFromRoot(PathAddress.EMPTY_ADDRESS, false);
    if (!root.hasChild(subsystem.getLastElement())) {
      return; // it was removed, and all of its services with it
    }
    ModelNode model = Resource.Tools.readModel(context.readResourceFromRoot(subsystem));
    if (!context.isDefaultRequiresRuntime()) {
      ModelRules.checkAll(model);
      return;
    }
    ModelNode resolved = context.resolveExpressions(model);
    ModelRules.checkAll(resolved);
    DeviceRules.checkNew(resolved, context.resolveExpressions(before(context, subsystem)));
  }

  private static ModelNode before(OperationContext context, PathAddress subsystem) {
    Resource root = context.getOriginalRootResource();
    PathElement path = subsystem.getLastElement();
    return root.hasChild(path) ? Resource.Tools.readModel(root.getChild(path)) : new ModelNode();
  }
}
