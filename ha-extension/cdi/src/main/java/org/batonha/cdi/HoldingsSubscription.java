package org.batonha.cdi;

import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ties one deployment's {@link ClusterSingletonContext} to the holdings of the server, whichever
 * are installed, from {@link #start} to {@link #close}.
 *
 * <p>Thread-safe. Its monitor is taken before the context's lock, never after it by a callback:
 * those take the context's lock only.
 */
final class HoldingsSubscription {
  private static final Logger LOG = System.getLogger(HoldingsSubscription.class.getName());

  private enum Phase {
    /** Nothing is listened to yet. */
    NEW,
    /** Follows the holdings that are installed. */
    FOLLOWING,
    /** The deployment is going; nothing will be listened to again. */
    CLOSED
  }

  private final ClusterSingletonContext context;
  private final Runnable beforeStart;
  private final Runnable watcher = this::follow;
  private final Map<String, Following> registrations = new LinkedHashMap<>();
  private volatile Phase phase = Phase.NEW;
  private BeanManager beans;
  private ServiceHoldings followed;

  /**
   * Creates a subscription that follows nothing yet.
   *
   * @param beforeStart called once, by the thread that starts
   */
  HoldingsSubscription(ClusterSingletonContext context, Runnable beforeStart) {
    this.context = context;
    this.beforeStart = beforeStart;
  }

  /** Starts to follow, and creates what is {@code UP} already. Does nothing the second time. */
  void start(BeanManager manager) {
    if (phase != Phase.NEW) {
      return;
    }
    synchronized (this) {
      if (phase != Phase.NEW) {
        return;
      }
      beans = manager;
      phase = Phase.FOLLOWING;
      if (services().isEmpty()) {
        return;
      }
      beforeStart.run();
      HoldingsRegistry.watch(watcher);
      follow();
      if (followed == null) {
        LOG.log(
            Level.WARNING,
            "cluster singletons of services {0} wait for Baton, which does not run in this server"
                + " (yet): add /subsystem=baton to it",
            services());
      }
    }
  }

  /** Stops to follow and destroys what there is. Does nothing the second time. */
  synchronized void close() {
    phase = Phase.CLOSED;
    HoldingsRegistry.unwatch(watcher);
    leave();
    context.close();
  }

  private synchronized void follow() {
    ServiceHoldings current = HoldingsRegistry.current().orElse(null);
    if (phase != Phase.FOLLOWING || current == followed) {
      return;
    }
    leave();
    followed = current;
    if (current != null) {
      services().forEach(service -> listen(service, current));
    }
  }

  private void listen(String service, ServiceHoldings holdings) {
    if (!holdings.knows(service)) {
      LOG.log(
          Level.WARNING,
          "cluster singletons follow service ''{0}'' but {1}",
          service,
          Messages.notConfigured(service));
    }
    Following following = new Following(service);
    following.registration = holdings.listen(service, following::up, following::down);
    registrations.put(service, following);
    context.downUnlessHeld(service, holdings);
  }

  private void leave() {
    for (Map.Entry<String, Following> entry : registrations.entrySet()) {
      try {
        entry.getValue().stop();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.log(
            Level.WARNING,
            () -> "leaving service '" + entry.getKey() + "' failed; it is not followed any more",
            e);
      }
      context.down(entry.getKey());
    }
    registrations.clear();
    followed = null;
  }

  private Set<String> services() {
    return context.singletons().stream()
        .map(SingletonBean::service)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * One service as long as it is followed; a call that comes later is too late and does nothing.
   */
  private final class Following {
    private final String service;
    private volatile boolean closed;
    private AutoCloseable registration;

    Following(String service) {
      this.service = service;
    }

    void up() {
      context.up(service, () -> !closed, beans);
    }

    void down() {
      if (!closed) {
        context.down(service);
      }
    }

    void stop() throws Exception {
      closed = true;
      registration.close();
    }
  }
}
