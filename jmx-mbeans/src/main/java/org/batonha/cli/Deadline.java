package org.batonha.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long all that a command waits for may take together, from the deadline's creation on. */
final class Deadline {
  private final Duration limit;
  private final long endNanos;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  Duration limit() {
    return limit;
  }

  long remainingNanos() {
    return Math.max(0, endNanos - System.nanoTime());
  }

  /**
   * Calls {@code work} in a thread of its own and waits no longer than this deadline. What takes
   * longer is left behind: JMX has no time-out that covers all of its waits.
   *
   * @throws TimeoutException when the deadline passed
   * @throws ExecutionException with what {@code work} threw
   */
  <T> T call(String name, Callable<T> work)
      throws TimeoutException, ExecutionException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    daemon(name, task);
    return task.get(remainingNanos(), TimeUnit.NANOSECONDS);
  }

  static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
