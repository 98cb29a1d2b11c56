package org.batonha.transport;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.batonha.transport.link.Threads;
import org.jgroups.logging.Log;

/**
 * Runs tasks one after the other on a thread of its own, so that whoever hands them over never
 * waits. What does not fit into its queue is dropped and counted.
 */
final class SerialRunner implements AutoCloseable {
  static final int MAX_WAITING = 1024;

  private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private final Log log;

  SerialRunner(String name, Threads threads, Log log) {
    this.log = log;
    this.thread = threads.keep(name, this::run);
  }

  void run(Runnable task) {
    if (!tasks.offer(task)) {
      dropped.incrementAndGet();
    }
  }

  long dropped() {
    return dropped.get();
  }

  private void run() {
    try {
      while (true) {
        runOne(tasks.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: the thread ends
    }
  }

  private void runOne(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a task of '" + thread.getName() + "' failed; going on with the next", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
