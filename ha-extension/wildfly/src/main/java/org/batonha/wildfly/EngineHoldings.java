package org.batonha.wildfly;

import java.util.Optional;
import org.batonha.cdi.ServiceHoldings;
import org.batonha.engine.Holdings;

/** What the beans of deployments ask, answered by the engine. Thread-safe, as the engine is. */
record EngineHoldings(Holdings engine) implements ServiceHoldings {
  @Override
  public boolean isHeldHere(String service) {
    return engine.isHeldHere(service);
  }

  @Override
  public Optional<String> holder(String service) {
    return engine.holder(service);
  }

  @Override
  public boolean knows(String service) {
    return engine.knows(service);
  }

  @Override
  public AutoCloseable listen(String service, Runnable onUp, Runnable onDown) {
    return engine.listen(service, onUp, onDown);
  }
}
