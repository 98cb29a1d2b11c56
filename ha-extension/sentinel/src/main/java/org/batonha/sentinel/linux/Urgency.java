package org.batonha.sentinel.linux;

import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Lets an ordinary thread come before others while somebody waits for it. It goes back by itself,
 * with the first work after that time. Thread-safe; who hurries the thread never waits for it.
 */
final class Urgency {
  private final IntConsumer raise;
  private final Runnable lower;
  private int thread; // guarded by this
  private volatile long untilNanos;
  private volatile boolean raised;

  Urgency() {
    this(Priority::raiseIfAllowed, Priority::lower);
  }

  /**
   * Creates one.
   *
   * @param raise puts the thread of a number before others
   * @param lower takes the calling thread back
   */
  Urgency(IntConsumer raise, Runnable lower) {
    this.raise = raise;
    this.lower = lower;
  }

  /**
   * The calling thread is meant, and ordinary until somebody hurries it.
   *
   * @param id its number; 0 if that is not known: then it stays ordinary
   */
  void begin(int id) {
    lower.run();
    synchronized (this) {
      thread = id;
    }
  }

  /** The thread ends: its number may be another one's then. */
  synchronized void end() {
    thread = 0;
  }

  /** Puts the thread before others, for so long. Nothing is thrown where that is not allowed. */
  synchronized void hurry(Duration howLong, long nowNanos) {
    if (thread != 0) {
      long until = nowNanos + howLong.toNanos();
      untilNanos = raised && untilNanos - until > 0 ? untilNanos : until;
      raised = true;
      raise.accept(thread);
    }
  }

  /** To be called by the thread itself, whenever it has something to do. */
  void look(long nowNanos) {
    if (raised && nowNanos - untilNanos >= 0) {
      raised = false;
      long before = untilNanos;
      lower.run();
      if (untilNanos != before) {
        raiseAgain(); // somebody hurried it meanwhile, perhaps before it went back
      }
    }
  }

  private synchronized void raiseAgain() {
    raised = true;
    raise.accept(thread);
  }
}
