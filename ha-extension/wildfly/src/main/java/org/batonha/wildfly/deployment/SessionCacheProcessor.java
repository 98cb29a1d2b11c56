package org.batonha.wildfly.deployment;

import java.util.Optional;
import java.util.function.Supplier;
import org.infinispan.Cache;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.logging.Logger;
import org.jboss.msc.Service;
import org.jboss.msc.service.ServiceBuilder;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.jboss.msc.service.ServiceRegistry;
import org.jboss.msc.service.StartContext;
import org.jboss.msc.service.StopContext;

/**
 * Shows the witness of durable sessions the cache that has them. It is named like the deployment,
 * in whatever container its session management has; and it is there, though not started, once the
 * server has installed the deployment's servlets.
 */
final class SessionCacheProcessor implements DeploymentUnitProcessor {
  private static final Logger LOG = Logger.getLogger(SessionCacheProcessor.class);
  private static final ServiceName CACHES =
      ServiceName.parse("org.wildfly.clustering.infinispan.cache");

  @Override
  public void deploy(DeploymentPhaseContext context) {
    DeploymentUnit unit = context.getDeploymentUnit();
    LateWitness witness = unit.getAttachment(DurableSessionsProcessor.WITNESS);
    if (witness == null) {
      return;
    }
    Optional<ServiceName> cache = find(context.getServiceRegistry(), name(unit));
    if (cache.isEmpty()) {
      LOG.warnf(
          "The sessions of %s are in no cache of this server: an answer waits for them, but is not"
              + " told when writing them failed",
          unit.getName());
      return;
    }
    ServiceBuilder<?> builder = context.getRequirementServiceTarget().addService();
    Supplier<Cache<?, ?>> running = builder.requires(cache.get());
    builder
        .setInstance(new Watch(witness, running))
        .setInitialMode(ServiceController.Mode.ACTIVE)
        .install();
  }

  private static String name(DeploymentUnit unit) {
    DeploymentUnit parent = unit.getParent();
    return parent == null ? unit.getName() : parent.getName() + "." + unit.getName();
  }

  private static Optional<ServiceName> find(ServiceRegistry registry, String deployment) {
    return registry.getServiceNames().stream()
        .filter(name -> name.getSimpleName().equals(deployment) && CACHES.isParentOf(name))
        .findFirst();
  }

  /** Lasts as long as the cache runs. */
  private record Watch(LateWitness witness, Supplier<Cache<?, ?>> cache) implements Service {
    @Override
    public void start(StartContext context) {
      witness.start(cache.get());
      Rehearsal.begin();
    }

    @Override
    public void stop(StopContext context) {
      witness.stop(cache.get());
    }
  }
}
