package org.batonha.wildfly;

import org.batonha.engine.Engine;
import org.batonha.jmx.ClusterMXBean;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.executor.Metric;
import org.wildfly.subsystem.resource.executor.MetricExecutor;
import org.wildfly.subsystem.resource.executor.RuntimeOperation;
import org.wildfly.subsystem.resource.executor.RuntimeOperationExecutor;

/**
 * Finds the running engine. While there is none, the attributes are undefined and the operations
 * are refused.
 */
final class ClusterExecutor
    implements MetricExecutor<ClusterMXBean>, RuntimeOperationExecutor<ClusterMXBean> {
  private final EngineReference engine;

  ClusterExecutor(EngineReference engine) {
    this.engine = engine;
  }

  @Override
  public ModelNode execute(OperationContext context, Metric<ClusterMXBean> metric)
      throws OperationFailedException {
    var cluster = engine.get().map(Engine::cluster);
    return cluster.isPresent() ? metric.execute(cluster.get()) : null;
  }

  @Override
  public ModelNode execute(
      OperationContext context, ModelNode operation, RuntimeOperation<ClusterMXBean> command)
      throws OperationFailedException {
    ClusterMXBean cluster =
        engine
            .get()
            .map(Engine::cluster)
            .orElseThrow(
                () ->
                    new OperationFailedException(
                        "Baton does not run on this node, so it cannot be commanded or asked here:"
                            + " the server's log says why it did not start"));
    return command.execute(context, operation, cluster);
  }
}
