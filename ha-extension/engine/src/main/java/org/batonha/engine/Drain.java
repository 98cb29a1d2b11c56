package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Waits for a moment in which no request runs, so that a planned stop cuts off none. Bounded: the
 * service's lease is not renewed meanwhile, and a busy server may never have such a moment.
 */
final class Drain {
  private static final System.Logger LOG = System.getLogger(Drain.class.getName());
  private static final long LOOK_MICROS = 200;

  private final IntSupplier activeRequests;
  private final ScheduledExecutorService timer;
  private final long mostNanos;

  Drain(IntSupplier activeRequests, ScheduledExecutorService timer, Duration most) {
    this.activeRequests = activeRequests;
    this.timer = timer;
    this.mostNanos = most.toNanos();
  }

  /** Completes when no request runs, or when it has waited long enough. */
  CompletableFuture<Void> await() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    look(idle, System.nanoTime());
    return idle;
  }

  private void look(CompletableFuture<Void> idle, long since) {
    int active = activeRequests.getAsInt();
    boolean late = System.nanoTime() - since > mostNanos;
    if (active > 0 && late) {
      LOG.log(
          Level.WARNING, "{0} requests still run; the service is given on all the same", active);
    }
    if (active == 0 || late) {
      idle.complete(null);
    } else {
      timer.schedule(() -> look(idle, since), LOOK_MICROS, TimeUnit.MICROSECONDS);
    }
  }
}
