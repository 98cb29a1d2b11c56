package org.batonha.wildfly.deployment;

import org.batonha.api.ClusterSingleton;
import org.jboss.as.ee.weld.InjectionTargetDefiningAnnotations;
import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.as.server.deployment.annotation.CompositeIndex;
import org.jboss.jandex.DotName;

/**
 * Makes a bean of every class with {@link ClusterSingleton}, and a deployment with CDI of whatever
 * has one. Of the scopes that define beans in an archive without a {@code beans.xml}, the server
 * itself only knows CDI's own and those that are part of the deployment: without this, a singleton
 * would be no bean at all, without an error unless something injects it. The mark of a part of an
 * EAR is also set on the whole.
 */
final class SingletonDetectionProcessor implements DeploymentUnitProcessor {
  private static final DotName ANNOTATION = DotName.createSimple(ClusterSingleton.class);

  @Override
  public void deploy(DeploymentPhaseContext context) {
    DeploymentUnit unit = context.getDeploymentUnit();
    if (unit.getParent() == null) {
      unit.addToAttachmentList(
          InjectionTargetDefiningAnnotations.INJECTION_TARGET_DEFINING_ANNOTATIONS, ANNOTATION);
    }
    CompositeIndex index = unit.getAttachment(Attachments.COMPOSITE_ANNOTATION_INDEX);
    if (index != null && !index.getAnnotations(ANNOTATION).isEmpty()) {
      BatonDeployments.weld(unit).ifPresent(weld -> weld.markAsWeldDeployment(unit));
    }
  }
}
