package org.batonha.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;

/**
 * One bean of the deployment and the service that it follows.
 *
 * @param bean the bean, as the container knows it
 * @param service the name of the service; never blank
 */
record SingletonBean<T>(Bean<T> bean, String service) {
  /** Returns the bean's class name, for messages. */
  String name() {
    return bean.getBeanClass().getName();
  }

  Tenure.Occupant<T> create(CreationalContext<T> creation) {
    return new Tenure.Occupant<>(this, bean.create(creation), creation);
  }
}
