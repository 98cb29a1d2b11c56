package org.batonha.wildfly.deployment;

import java.util.Optional;
import org.batonha.sessions.CacheWitness;
import org.batonha.sessions.CommitWitness;
import org.infinispan.Cache;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.jboss.msc.service.ServiceRegistry;

/**
 * Finds the cache that has the sessions of a deployment: it is named like it, in whatever container
 * its session management has.
 */
final class SessionCaches {
  private static final ServiceName CACHES =
      ServiceName.parse("org.wildfly.clustering.infinispan.cache");

  private final ServiceRegistry registry;

  SessionCaches(ServiceRegistry registry) {
    this.registry = registry;
  }

  /** Returns a witness of the cache, if there is one and it runs. */
  @SuppressWarnings("deprecation") // asked from a callback, which is no service to depend on it
  Optional<CommitWitness> witness(String deployment) {
    for (ServiceName name : registry.getServiceNames()) {
      if (name.getSimpleName().equals(deployment) && CACHES.isParentOf(name)) {
        ServiceController<?> cache = registry.getService(name);
        if (cache != null
            && cache.getState() == ServiceController.State.UP
            && cache.getValue() instanceof Cache<?, ?> running) {
          return Optional.of(CacheWitness.of(running));
        }
      }
    }
    return Optional.empty();
  }
}
