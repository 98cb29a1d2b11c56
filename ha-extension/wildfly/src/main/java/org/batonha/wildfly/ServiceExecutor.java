package org.batonha.wildfly;

import java.util.Optional;
import org.batonha.engine.Engine;
import org.batonha.jmx.ServiceMXBean;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.executor.Metric;
import org.wildfly.subsystem.resource.executor.MetricExecutor;
import org.wildfly.subsystem.resource.executor.RuntimeOperation;
import org.wildfly.subsystem.resource.executor.RuntimeOperationExecutor;

/**
 * Finds the running service behind a resource. Where there is none (the engine or the service did
 * not start), its attributes are undefined and its operations are refused.
 */
final class ServiceExecutor
    implements MetricExecutor<ServiceMXBean>, RuntimeOperationExecutor<ServiceMXBean> {
  private final EngineReference engine;

  ServiceExecutor(EngineReference engine) {
    this.engine = engine;
  }

  @Override
  public ModelNode execute(OperationContext context, Metric<ServiceMXBean> metric)
      throws OperationFailedException {
    Optional<ServiceMXBean> service = service(context);
    return service.isPresent() ? metric.execute(service.get()) : null;
  }

  @Override
  public ModelNode execute(
      OperationContext context, ModelNode operation, RuntimeOperation<ServiceMXBean> command)
      throws OperationFailedException {
    ServiceMXBean service =
        service(context)
            .orElseThrow(
                () ->
                    new OperationFailedException(
                        "service '"
                            + context.getCurrentAddressValue()
                            + "' does not run on this node, so it cannot be commanded here: the"
                            + " server's log says why Baton did not start it; or command it on"
                            + " another node"));
    return command.execute(context, operation, service);
  }

  private Optional<ServiceMXBean> service(OperationContext context) {
    String name = context.getCurrentAddressValue();
    return engine
        .get()
        .filter(running -> running.holdings().knows(name))
        .map((Engine running) -> running.service(name));
  }
}
