package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Waits for the moment in which the last running request ends, so that a planned stop cuts off
 * none: clients that wait for an answer before they ask again leave the longest pause then. When
 * none runs at all for a while, that is as good. Bounded: the service's lease is not renewed
 * meanwhile, and a busy server may never have such a moment.
 */
final class Drain {
  private static final System.Logger LOG = System.getLogger(Drain.class.getName());
  private static final long LOOK_MICROS = 100;
  private static final long IDLE_NANOS = 20_000_000;

  private final IntSupplier activeRequests;
  private final ScheduledExecutorService timer;
  private final long mostNanos;

  Drain(IntSupplier activeRequests, ScheduledExecutorService timer, Duration most) {
    this.activeRequests = activeRequests;
    this.timer = timer;
    this.mostNanos = most.toNanos();
  }

  /** Completes when the last request has ended, or when it has waited long enough. */
  CompletableFuture<Void> await() {
    CompletableFuture<Void> quiet = new CompletableFuture<>();
    look(quiet, System.nanoTime(), false);
    return quiet;
  }

  private void look(CompletableFuture<Void> quiet, long since, boolean sawRequests) {
    int active = activeRequests.getAsInt();
    long waited = System.nanoTime() - since;
    boolean late = waited > mostNanos;
    if (active > 0 && late) {
      LOG.log(
          Level.WARNING, "{0} requests still run; the service is given on all the same", active);
    }
    if (late || (active == 0 && (sawRequests || waited > IDLE_NANOS))) {
      quiet.complete(null);
    } else {
      timer.schedule(
          () -> look(quiet, since, sawRequests || active > 0), LOOK_MICROS, TimeUnit.MICROSECONDS);
    }
  }
}
