package org.batonha.cdi;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;

/** A deployment as a test needs it: Weld with the extension and the beans that are named. */
final class Deployment implements AutoCloseable {
  private final SeContainer container;

  private Deployment(SeContainer container) {
    this.container = container;
  }

  static Deployment of(Class<?>... beans) {
    return new Deployment(
        SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addExtensions(new ClusterSingletonExtension())
            .addBeanClasses(beans)
            .initialize());
  }

  <T> T get(Class<T> bean) {
    return container.select(bean).get();
  }

  @Override
  public void close() {
    if (container.isRunning()) {
      container.close();
    }
  }
}
