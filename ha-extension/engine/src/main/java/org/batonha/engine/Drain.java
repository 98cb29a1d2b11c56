package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Waits for running requests, so that a planned stop cuts off none. Bounded: the service's lease is
 * not renewed meanwhile, and a request may never end. Thread-safe.
 */
final class Drain {
  private static final System.Logger LOG = System.getLogger(Drain.class.getName());
  private static final long LOOK_MICROS = 100;
  private static final long IDLE_NANOS = 20_000_000;

  /**
   * What has reached this host is read and counted as a request within so many looks: some 2 ms.
   * Longer would keep more clients before a shut door. Not a time, since whatever stalls this
   * process stalls its looks and its requests alike.
   */
  private static final int SETTLED_LOOKS = 15;

  private final IntSupplier activeRequests;
  private final ScheduledExecutorService timer;
  private final long mostNanos;

  Drain(IntSupplier activeRequests, ScheduledExecutorService timer, Duration most) {
    this.activeRequests = activeRequests;
    this.timer = timer;
    this.mostNanos = most.toNanos();
  }

  /** Begins one stop: all its waits together end within the bound. */
  Bounded begin() {
    return new Bounded(System.nanoTime());
  }

  /** The waits of one stop. */
  final class Bounded {
    private final long since;

    private Bounded(long since) {
      this.since = since;
    }

    /**
     * Completes in the moment in which the last running request ends, for clients that wait for an
     * answer before they ask again leave the longest pause then. When none runs at all for a while,
     * that is as good.
     */
    CompletableFuture<Void> quiet() {
      CompletableFuture<Void> quiet = new CompletableFuture<>();
      lookForQuiet(quiet, System.nanoTime(), false);
      return quiet;
    }

    private void lookForQuiet(CompletableFuture<Void> quiet, long start, boolean sawRequests) {
      int active = activeRequests.getAsInt();
      boolean idle = System.nanoTime() - start > IDLE_NANOS;
      if (isOver(active) || (active == 0 && (sawRequests || idle))) {
        quiet.complete(null);
      } else {
        later(() -> lookForQuiet(quiet, start, sawRequests || active > 0));
      }
    }

    /**
     * Completes when no request has run for a moment: for when none can come any more, but what had
     * come may not have been counted yet.
     */
    CompletableFuture<Void> settled() {
      CompletableFuture<Void> settled = new CompletableFuture<>();
      lookForSettled(settled, 0);
      return settled;
    }

    private void lookForSettled(CompletableFuture<Void> settled, int idleLooks) {
      int active = activeRequests.getAsInt();
      if (isOver(active) || (active == 0 && idleLooks >= SETTLED_LOOKS)) {
        settled.complete(null);
      } else {
        later(() -> lookForSettled(settled, active == 0 ? idleLooks + 1 : 0));
      }
    }

    /** Completes with something else that a stop waits for, or when the bound ends. */
    CompletableFuture<Void> limit(CompletableFuture<Void> step) {
      return step.completeOnTimeout(null, mostNanos - waited(), TimeUnit.NANOSECONDS);
    }

    private boolean isOver(int active) {
      boolean over = waited() > mostNanos;
      if (over && active > 0) {
        LOG.log(
            Level.WARNING, "{0} requests still run; the service is given on all the same", active);
      }
      return over;
    }

    private long waited() {
      return System.nanoTime() - since;
    }
  }

  private void later(Runnable look) {
    timer.schedule(look, LOOK_MICROS, TimeUnit.MICROSECONDS);
  }
}
