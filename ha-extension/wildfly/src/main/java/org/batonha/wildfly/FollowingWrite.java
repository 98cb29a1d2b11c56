package org.batonha.wildfly;

import org.jboss.as.controller.AbstractWriteAttributeHandler;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.registry.Resource;
import org.jboss.dmr.ModelNode;

/** Writes an attribute, and has what runs follow the model at once. */
final class FollowingWrite extends AbstractWriteAttributeHandler<Void> {
  private final Follower follower;

  /** Makes what runs as the model is; in a rollback, as it was. */
  interface Follower {
    void follow(OperationContext context) throws OperationFailedException;
  }

  FollowingWrite(Follower follower) {
    this.follower = follower;
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
    follower.follow(context);
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
    follower.follow(context);
  }
}
