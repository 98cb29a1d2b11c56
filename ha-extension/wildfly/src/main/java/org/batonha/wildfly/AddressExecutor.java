package org.batonha.wildfly;

import java.util.Optional;
import org.batonha.jmx.AddressMXBean;
import org.batonha.jmx.AddressStatus;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.executor.Metric;
import org.wildfly.subsystem.resource.executor.MetricExecutor;

/**
 * Finds the running address behind a resource; while there is none, its attributes are undefined.
 */
final class AddressExecutor implements MetricExecutor<AddressStatus> {
  private final EngineReference engine;

  AddressExecutor(EngineReference engine) {
    this.engine = engine;
  }

  @Override
  public ModelNode execute(OperationContext context, Metric<AddressStatus> metric)
      throws OperationFailedException {
    String service = context.getCurrentAddress().getParent().getLastElement().getValue();
    Optional<AddressMXBean> address =
        engine.get().flatMap(running -> running.address(service, context.getCurrentAddressValue()));
    return address.isPresent() ? metric.execute(address.get().getStatus()) : null;
  }
}
