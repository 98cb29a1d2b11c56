package org.batonha.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.batonha.api.ClusterSingleton;

/**
 * Gives a deployment the scope {@link ClusterSingleton}. The container creates one per deployment.
 *
 * <p>Singletons are created from the initialization of the application scope on, not already after
 * validation: only then are the deployment's resources and components there.
 */
public final class ClusterSingletonExtension implements Extension {
  private final List<String> problems = new ArrayList<>();
  private final ClusterSingletonContext context =
      new ClusterSingletonContext(() -> this.callbacks, () -> this.start());
  private final HoldingsSubscription subscription =
      new HoldingsSubscription(context, () -> this.enterApplication());
  private volatile CallbackContext callbacks;
  private BeanManager beans;

  void collect(@Observes ProcessBean<?> event, BeanManager manager) {
    Bean<?> bean = event.getBean();
    if (bean.getScope() != ClusterSingleton.class) {
      return;
    }
    Optional<String> service =
        annotations(event, manager).map(ClusterSingleton::service).findFirst();
    if (service.isPresent() && !service.get().isBlank()) {
      context.add(new SingletonBean<>(bean, service.get()));
    } else {
      problems.add(
          "@ClusterSingleton of "
              + bean.getBeanClass().getName()
              + service.map(name -> " has service='" + name + "'").orElse(" names no service")
              + ": write the name of a service of /subsystem=baton,"
              + " for example @ClusterSingleton(service=\"web\")");
    }
  }

  /** The annotation is on the bean, or on a stereotype of it, or for a synthetic bean nowhere. */
  private static Stream<ClusterSingleton> annotations(ProcessBean<?> event, BeanManager manager) {
    Stream<? extends Annotation> own =
        event.getAnnotated() == null
            ? Stream.empty()
            : event.getAnnotated().getAnnotations().stream();
    Stream<? extends Annotation> inherited =
        event.getBean().getStereotypes().stream()
            .flatMap(stereotype -> manager.getStereotypeDefinition(stereotype).stream());
    return Stream.concat(own, inherited)
        .filter(ClusterSingleton.class::isInstance)
        .map(ClusterSingleton.class::cast);
  }

  void register(@Observes AfterBeanDiscovery event) {
    event.addContext(context);
  }

  void validate(@Observes AfterDeploymentValidation event, BeanManager manager) {
    problems.forEach(problem -> event.addDeploymentProblem(new DeploymentException(problem)));
    callbacks = CallbackContext.ofCurrentThread();
    beans = manager;
  }

  void initialized(@Observes @Initialized(ApplicationScoped.class) Object event) {
    start();
  }

  private void start() {
    subscription.start(beans);
  }

  private void enterApplication() {
    callbacks = callbacks.withApplication();
  }

  void destroyed(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    subscription.close();
  }

  void shutdown(@Observes BeforeShutdown event) {
    subscription.close();
  }
}
