package org.batonha.wildfly;

import java.util.Optional;
import java.util.function.Consumer;
import org.batonha.engine.Engine;

/** The engine while it runs; {@code null} is accepted when it stops. Thread-safe. */
final class EngineReference implements Consumer<Engine> {
  private volatile Engine engine;

  @Override
  public void accept(Engine started) {
    engine = started;
  }

  Optional<Engine> get() {
    return Optional.ofNullable(engine);
  }
}
