package org.batonha.wildfly;

import java.util.Optional;
import org.batonha.engine.Engine;
import org.batonha.jmx.LinkStatus;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.executor.Metric;
import org.wildfly.subsystem.resource.executor.MetricExecutor;

/** Finds the running link behind a resource; while there is none, its attributes are undefined. */
final class LinkExecutor implements MetricExecutor<LinkStatus> {
  private final EngineReference engine;

  LinkExecutor(EngineReference engine) {
    this.engine = engine;
  }

  @Override
  public ModelNode execute(OperationContext context, Metric<LinkStatus> metric)
      throws OperationFailedException {
    Optional<LinkStatus> link =
        engine.get().map(Engine::cluster).stream()
            .flatMap(cluster -> cluster.getLinks().stream())
            .filter(status -> status.getName().equals(context.getCurrentAddressValue()))
            .findFirst();
    return link.isPresent() ? metric.execute(link.get()) : null;
  }
}
