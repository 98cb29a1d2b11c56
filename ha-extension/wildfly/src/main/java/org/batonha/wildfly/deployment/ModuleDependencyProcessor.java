package org.batonha.wildfly.deployment;

import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.as.server.deployment.module.ModuleDependency;
import org.jboss.as.server.deployment.module.ModuleSpecification;
import org.jboss.modules.Module;

/**
 * Lets every deployment, and every part of one, see Baton's API; and those with CDI its extension.
 */
final class ModuleDependencyProcessor implements DeploymentUnitProcessor {
  private static final String API = "org.batonha.api";
  private static final String CDI = "org.batonha.cdi";

  @Override
  public void deploy(DeploymentPhaseContext context) {
    DeploymentUnit unit = context.getDeploymentUnit();
    ModuleSpecification modules = unit.getAttachment(Attachments.MODULE_SPECIFICATION);
    modules.addSystemDependency(
        ModuleDependency.Builder.of(Module.getBootModuleLoader(), API).build());
    if (BatonDeployments.weld(unit).filter(weld -> weld.isPartOfWeldDeployment(unit)).isPresent()) {
      modules.addSystemDependency(
          ModuleDependency.Builder.of(Module.getBootModuleLoader(), CDI)
              .setImportServices(true)
              .build());
    }
  }
}
