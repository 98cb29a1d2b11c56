package org.batonha.wildfly.deployment;

import org.batonha.api.ClusterSingleton;
import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.as.server.deployment.annotation.CompositeIndex;
import org.jboss.jandex.DotName;

/**
 * Marks a deployment that uses {@link ClusterSingleton} as one with CDI. The server only knows the
 * annotations of CDI itself: without this, an archive that has no {@code beans.xml} and no other
 * bean would deploy without an error, and its singletons would be {@code null} where injected. The
 * mark of a part of an EAR is also set on the whole.
 */
final class SingletonDetectionProcessor implements DeploymentUnitProcessor {
  private static final DotName ANNOTATION = DotName.createSimple(ClusterSingleton.class);

  @Override
  public void deploy(DeploymentPhaseContext context) {
    DeploymentUnit unit = context.getDeploymentUnit();
    CompositeIndex index = unit.getAttachment(Attachments.COMPOSITE_ANNOTATION_INDEX);
    if (index != null && !index.getAnnotations(ANNOTATION).isEmpty()) {
      BatonDeployments.weld(unit).ifPresent(weld -> weld.markAsWeldDeployment(unit));
    }
  }
}
