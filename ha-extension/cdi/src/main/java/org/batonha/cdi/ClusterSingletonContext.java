package org.batonha.cdi;

import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.batonha.api.ClusterSingleton;
import org.batonha.api.NotHolderException;

/**
 * The scope {@link ClusterSingleton} in one deployment. Every call through a client proxy comes by
 * {@link #get} and so asks whether the service is held here at this moment.
 *
 * <p>One lock per deployment guards creation and destruction; it is not taken when the instance
 * exists. A lock per service was rejected: singletons that call one another from
 * {@code @PostConstruct} across services could then wait for each other for ever.
 */
final class ClusterSingletonContext implements Context {
  private static final Logger LOG = System.getLogger(ClusterSingletonContext.class.getName());

  private final Map<Contextual<?>, SingletonBean<?>> singletons = new ConcurrentHashMap<>();
  private final Map<String, Tenure> tenures = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Supplier<CallbackContext> callbacks;
  private final Runnable beforeFirstUse;
  private boolean closed; // guarded by lock

  /**
   * Creates the scope.
   *
   * @param callbacks in what to run life cycle callbacks
   * @param beforeFirstUse is called at the start of each {@link #get}; makes sure that this scope
   *     is told of changes
   */
  ClusterSingletonContext(Supplier<CallbackContext> callbacks, Runnable beforeFirstUse) {
    this.callbacks = callbacks;
    this.beforeFirstUse = beforeFirstUse;
  }

  void add(SingletonBean<?> singleton) {
    singletons.put(singleton.bean(), singleton);
  }

  Collection<SingletonBean<?>> singletons() {
    return singletons.values();
  }

  @Override
  public Class<? extends Annotation> getScope() {
    return ClusterSingleton.class;
  }

  /** Returns {@code true}: {@link #get} says better than the container why a call cannot be. */
  @Override
  public boolean isActive() {
    return true;
  }

  @Override
  public <T> T get(Contextual<T> contextual) {
    return get(contextual, null);
  }

  @Override
  public <T> T get(Contextual<T> contextual, CreationalContext<T> creation) {
    beforeFirstUse.run();
    SingletonBean<T> singleton = singleton(contextual);
    requireHeld(singleton);
    Tenure tenure = tenures.get(singleton.service());
    T instance = tenure == null ? null : tenure.find(singleton);
    return instance != null || creation == null ? instance : create(singleton, creation);
  }

  private <T> T create(SingletonBean<T> singleton, CreationalContext<T> creation) {
    T instance;
    lock.lock();
    try {
      // Asked again under the lock: while it is held nobody can end a tenure, so if the service is
      // held now, the call that will end this tenure is still to come.
      requireHeld(singleton);
      requireOpen(singleton);
      Tenure tenure = tenures.computeIfAbsent(singleton.service(), service -> new Tenure());
      instance = tenure.findOrCreate(singleton, creation);
    } finally {
      lock.unlock();
    }
    requireHeld(singleton); // @PostConstruct may have outlasted the lease
    return instance;
  }

  /**
   * Begins the service's tenure and creates its singletons. A failing one stops no other.
   *
   * @param followed asked under the lock: whether the call is still wanted
   */
  void up(String service, BooleanSupplier followed, BeanManager beans) {
    lock.lock();
    try {
      if (closed || !followed.getAsBoolean()) {
        return;
      }
      Tenure tenure = tenures.computeIfAbsent(service, name -> new Tenure());
      callbacks.get().run(() -> createAll(service, tenure, beans));
    } finally {
      lock.unlock();
    }
  }

  private void createAll(String service, Tenure tenure, BeanManager beans) {
    for (SingletonBean<?> singleton : singletons.values()) {
      if (singleton.service().equals(service)) {
        createOrReport(singleton, tenure, beans);
      }
    }
  }

  private static <T> void createOrReport(
      SingletonBean<T> singleton, Tenure tenure, BeanManager beans) {
    try {
      tenure.findOrCreate(singleton, beans.createCreationalContext(singleton.bean()));
    } catch (IllegalStateException e) {
      LOG.log(Level.ERROR, e.getMessage(), e);
    }
  }

  /** Ends the service's tenure, if there is one: its singletons are destroyed. */
  void down(String service) {
    lock.lock();
    try {
      Tenure tenure = tenures.remove(service);
      if (tenure != null) {
        callbacks.get().run(tenure::end);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends a tenure that a call began just before this scope was listening and that is over. */
  void downUnlessHeld(String service, ServiceHoldings holdings) {
    lock.lock();
    try {
      if (!holdings.isHeldHere(service)) {
        down(service);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends every tenure; no other will begin. */
  void close() {
    lock.lock();
    try {
      closed = true;
      List.copyOf(tenures.keySet()).forEach(this::down);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen(SingletonBean<?> singleton) {
    if (closed) {
      throw NotHolderException.because(
          singleton.service(),
          singleton.bean().getBeanClass(),
          "its deployment is being undeployed; call it while the deployment runs");
    }
  }

  private void requireHeld(SingletonBean<?> singleton) {
    String service = singleton.service();
    Class<?> bean = singleton.bean().getBeanClass();
    ServiceHoldings holdings =
        HoldingsRegistry.current()
            .orElseThrow(
                () ->
                    NotHolderException.because(
                        service,
                        bean,
                        "Baton does not run in this server; add /subsystem=baton to it"));
    if (holdings.isHeldHere(service)) {
      return;
    }
    if (!holdings.knows(service)) {
      throw NotHolderException.because(service, bean, Messages.notConfigured(service));
    }
    throw new NotHolderException(service, holdings.holder(service).orElse(null), bean);
  }

  @SuppressWarnings("unchecked") // each is stored under its own bean
  private <T> SingletonBean<T> singleton(Contextual<T> contextual) {
    SingletonBean<?> singleton = singletons.get(contextual);
    if (singleton == null) {
      throw new IllegalArgumentException(
          contextual + " is not a cluster singleton of this deployment");
    }
    return (SingletonBean<T>) singleton;
  }
}
