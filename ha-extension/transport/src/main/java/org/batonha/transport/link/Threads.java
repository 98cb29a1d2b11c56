package org.batonha.transport.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jgroups.logging.Log;
import org.jgroups.util.ThreadFactory;

/** Starts the transport's own daemon threads, named as the stack's are; thread-safe. */
public final class Threads {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ThreadFactory factory;
  private final Log log;

  public Threads(ThreadFactory factory, Log log) {
    this.factory = factory;
    this.log = log;
  }

  /** Starts a task that may end. */
  public Thread start(String name, Runnable task) {
    Thread thread = factory.newThread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Starts a loop that has to run until it ends by itself. One that fails begins again: in a server
   * whose memory was full for a moment, a link would else be deaf, or a heart still, for ever.
   */
  public Thread keep(String name, Runnable loop) {
    return start(name, () -> run(name, loop));
  }

  private void run(String name, Runnable loop) {
    boolean ended = false;
    while (!ended) {
      try {
        loop.run();
        ended = true;
      } catch (RuntimeException | Error e) {
        tell(name, e);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void tell(String name, Throwable failure) {
    try {
      log.error("'" + name + "' failed, and begins again: " + failure, failure);
    } catch (OutOfMemoryError e) {
      // Nor is there memory for the log.
    }
  }
}
