package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Waits for running requests, so that a planned stop cuts off none: first while the service goes
 * on, then while it stops. Bounded: a request may never end, and the lease of a service that stops
 * is not renewed. Thread-safe.
 */
final class Drain {
  private static final System.Logger LOG = System.getLogger(Drain.class.getName());
  private static final long LOOK_MICROS = 100;

  /** A wait that has taken so long already may take longer: it looks less often from then on. */
  private static final long SOON_NANOS = 250_000_000;

  private static final long LATER_LOOK_MICROS = 1_000;

  /** Behind the shut door all clients wait: a thread of its own looks as often as it is woken. */
  private static final long SETTLED_LOOK_NANOS = 50_000;

  private static final long IDLE_NANOS = 20_000_000;

  /**
   * What has reached this host is read and counted as a request within so many looks: 1.5 to 2 ms.
   * Longer would keep more clients before a shut door. Not a time, since whatever stalls this
   * process stalls its looks and its requests alike.
   */
  private static final int SETTLED_LOOKS = 15;

  private final IntSupplier activeRequests;
  private final ScheduledExecutorService timer;
  private final Executor executor;
  private final Duration most;

  /**
   * @param timer for waits that may be long
   * @param executor for the one behind the shut door, which keeps its thread
   * @param most the bound of a stop
   */
  Drain(
      IntSupplier activeRequests,
      ScheduledExecutorService timer,
      Executor executor,
      Duration most) {
    this.activeRequests = activeRequests;
    this.timer = timer;
    this.executor = executor;
    this.most = most;
  }

  /** Begins one stop: all its waits together end within the bound. */
  Stop stop() {
    return new Stop();
  }

  /**
   * Waits for the moment in which the last running request ends, for clients that wait for an
   * answer before they ask again leave the longest pause then. When none runs at all for a while,
   * that is as good.
   *
   * @return whether there was such a moment within the time; who completes it ends the wait
   */
  CompletableFuture<Boolean> quiet(Duration within) {
    CompletableFuture<Boolean> quiet = new CompletableFuture<>();
    long now = System.nanoTime();
    lookForQuiet(quiet, now, now + within.toNanos(), false);
    return quiet;
  }

  private void lookForQuiet(
      CompletableFuture<Boolean> quiet, long start, long end, boolean sawRequests) {
    if (quiet.isDone()) {
      return; // nobody waits for it any more
    }
    int active = activeRequests.getAsInt();
    long now = System.nanoTime();
    if (active == 0 && (sawRequests || now - start > IDLE_NANOS)) {
      quiet.complete(true);
    } else if (now - end > 0) {
      quiet.complete(false);
    } else {
      long pause = now - start < SOON_NANOS ? LOOK_MICROS : LATER_LOOK_MICROS;
      timer.schedule(
          () -> lookForQuiet(quiet, start, end, sawRequests || active > 0),
          pause,
          TimeUnit.MICROSECONDS);
    }
  }

  /** The waits of one stop. */
  final class Stop {
    private final long since = System.nanoTime();

    private Stop() {}

    /** As {@link Drain#quiet}, for half of the bound: the other is for what runs at its end. */
    CompletableFuture<Boolean> quiet() {
      return Drain.this.quiet(most.dividedBy(2));
    }

    /**
     * Completes when no request has run for a moment: for when none can come any more, but what had
     * come may not have been counted yet.
     */
    CompletableFuture<Void> settled() {
      return CompletableFuture.runAsync(this::awaitSettled, executor);
    }

    private void awaitSettled() {
      int idleLooks = 0;
      int active = activeRequests.getAsInt();
      while (!isOver(active) && (active > 0 || idleLooks < SETTLED_LOOKS)) {
        LockSupport.parkNanos(SETTLED_LOOK_NANOS);
        idleLooks = active == 0 ? idleLooks + 1 : 0;
        active = activeRequests.getAsInt();
      }
    }

    /** Completes with something else that a stop waits for, or when the bound ends. */
    CompletableFuture<Void> limit(CompletableFuture<Void> step) {
      return step.completeOnTimeout(null, most.toNanos() - waited(), TimeUnit.NANOSECONDS);
    }

    private boolean isOver(int active) {
      boolean over = waited() > most.toNanos();
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
}
