package org.batonha.sessions;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells those that wait too long. One thread looks at all of them, so that waiting costs an entry
 * and no timer; it looks every {@link #TICK}, so late by that much. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
  static final Duration TICK = Duration.ofMillis(50);

  /** One that waits. */
  interface Waiter {
    /** Called once, when its time is over. Must not block. */
    void overdue();
  }

  private static final System.Logger LOG = System.getLogger(Deadlines.class.getName());

  private final Map<Waiter, Long> waiters = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "baton-session-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  private final Runnable alongside;

  /**
   * Begins to look.
   *
   * @param alongside run with each look; must not block
   */
  Deadlines(Runnable alongside) {
    this.alongside = alongside;
    long nanos = TICK.toNanos();
    clock.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  void add(Waiter waiter, Duration timeout) {
    waiters.put(waiter, System.nanoTime() + timeout.toNanos());
  }

  void remove(Waiter waiter) {
    waiters.remove(waiter);
  }

  int waiting() {
    return waiters.size();
  }

  private void look() {
    try {
      alongside.run();
    } catch (RuntimeException | Error e) {
      // It ends the clock for all otherwise; what it could not see is as it was.
      LOG.log(Level.WARNING, "What is looked at beside sessions could not be", e);
    }
    long now = System.nanoTime();
    waiters.forEach(
        (waiter, deadline) -> {
          if (now - deadline >= 0 && waiters.remove(waiter, deadline)) {
            tell(waiter);
          }
        });
  }

  private static void tell(Waiter waiter) {
    try {
      waiter.overdue();
    } catch (RuntimeException | Error e) {
      // It ends the clock for all otherwise.
      LOG.log(Level.WARNING, "A request that waits too long could not be told so", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
