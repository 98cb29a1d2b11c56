package org.batonha.cdi;

import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instances of one service's singletons during one {@code UP} period of that service on this
 * node. Each bean is created at most once in it, whether that succeeds or not.
 *
 * <p>{@link #find} may be called by any thread at any time; all else under the context's lock.
 */
final class Tenure {
  private static final Logger LOG = System.getLogger(Tenure.class.getName());

  /** An instance, with what it takes to destroy it. */
  record Occupant<T>(SingletonBean<T> singleton, T instance, CreationalContext<T> creation) {
    void destroy() {
      singleton.bean().destroy(instance, creation);
    }
  }

  private final Map<Contextual<?>, Occupant<?>> occupants = new ConcurrentHashMap<>();
  private final Deque<Occupant<?>> newestFirst = new ArrayDeque<>();
  private final Set<Contextual<?>> underCreation = new HashSet<>();
  private final Map<Contextual<?>, Throwable> failures = new HashMap<>();

  /** Returns the bean's instance, or {@code null} while there is none. */
  <T> T find(SingletonBean<T> singleton) {
    Occupant<?> occupant = occupants.get(singleton.bean());
    return occupant == null ? null : cast(occupant.instance());
  }

  /**
   * Returns the bean's instance, created now if it was not yet.
   *
   * @throws IllegalStateException when it could not be created in this tenure, now or earlier
   */
  <T> T findOrCreate(SingletonBean<T> singleton, CreationalContext<T> creation) {
    T existing = find(singleton);
    return existing != null ? existing : create(singleton, creation);
  }

  private <T> T create(SingletonBean<T> singleton, CreationalContext<T> creation) {
    Throwable earlier = failures.get(singleton.bean());
    if (earlier != null) {
      throw notCreated(singleton, earlier);
    }
    if (!underCreation.add(singleton.bean())) {
      throw new IllegalStateException(
          singleton.name()
              + " is called while it is being created: let its @PostConstruct call no bean that"
              + " calls it back");
    }
    try {
      Occupant<T> occupant = singleton.create(creation);
      newestFirst.addFirst(occupant);
      occupants.put(singleton.bean(), occupant);
      return occupant.instance();
    } catch (RuntimeException | LinkageError e) {
      failures.put(singleton.bean(), e);
      throw notCreated(singleton, e);
    } finally {
      underCreation.remove(singleton.bean());
    }
  }

  /** Destroys what there is, the newest first, for it may use the older. */
  void end() {
    occupants.clear();
    while (!newestFirst.isEmpty()) {
      Occupant<?> occupant = newestFirst.removeFirst();
      try {
        occupant.destroy();
      } catch (RuntimeException | LinkageError e) {
        LOG.log(
            Level.WARNING,
            () ->
                "destroying cluster singleton "
                    + occupant.singleton().name()
                    + " failed; the instance is dropped all the same: correct its @PreDestroy",
            e);
      }
    }
  }

  private static IllegalStateException notCreated(SingletonBean<?> singleton, Throwable cause) {
    return new IllegalStateException(
        "cluster singleton "
            + singleton.name()
            + " could not be created when service '"
            + singleton.service()
            + "' became UP on this node ("
            + root(cause)
            + "); it is tried again when the service next becomes UP here",
        cause);
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @SuppressWarnings("unchecked") // an occupant is stored under its own bean only
  private static <T> T cast(Object instance) {
    return (T) instance;
  }
}
