package org.batonha.cdi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where deployments meet the engine of their server. Deployments may start before the engine does,
 * and outlive it when the server reloads its configuration: they watch this registry.
 *
 * <p>Thread-safe. Watchers are called by the thread that installs or uninstalls, after the change.
 */
public final class HoldingsRegistry {
  private static final AtomicReference<ServiceHoldings> CURRENT = new AtomicReference<>();
  private static final List<Runnable> WATCHERS = new CopyOnWriteArrayList<>();

  private HoldingsRegistry() {}

  /**
   * Makes {@code holdings} the ones of this server; they replace any others. Singletons whose
   * service is {@code UP} are created before this returns.
   */
  public static void install(ServiceHoldings holdings) {
    CURRENT.set(Objects.requireNonNull(holdings, "holdings"));
    WATCHERS.forEach(Runnable::run);
  }

  /**
   * Takes {@code holdings} away; the singletons that followed them are destroyed before this
   * returns. Does nothing when others were installed since.
   */
  public static void uninstall(ServiceHoldings holdings) {
    if (CURRENT.compareAndSet(holdings, null)) {
      WATCHERS.forEach(Runnable::run);
    }
  }

  /** Returns the holdings of this server, or empty while Baton does not run in it. */
  public static Optional<ServiceHoldings> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /**
   * Calls {@code watcher} after each change. It carries no value: a watcher asks for {@link
   * #current()} itself, so changes that come in quick succession cannot be seen in the wrong order.
   */
  static void watch(Runnable watcher) {
    WATCHERS.add(watcher);
  }

  static void unwatch(Runnable watcher) {
    WATCHERS.remove(watcher);
  }
}
