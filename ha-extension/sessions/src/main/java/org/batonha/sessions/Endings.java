package org.batonha.sessions;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What came of all the times that a request had a session. Thread-safe. */
final class Endings {
  private int pending;
  private boolean written = true;
  private Consumer<Boolean> told;

  /** One more begins to end; returns who is to be told whether its changes are written. */
  synchronized Consumer<Boolean> begin() {
    pending++;
    AtomicBoolean once = new AtomicBoolean();
    return isWritten -> {
      if (once.compareAndSet(false, true)) {
        ended(isWritten);
      }
    };
  }

  private void ended(boolean isWritten) {
    Consumer<Boolean> tell;
    boolean all;
    synchronized (this) {
      pending--;
      written &= isWritten;
      tell = takeTold();
      all = written;
    }
    if (tell != null) {
      tell.accept(all);
    }
  }

  /** No more begin: once, who is told when the last of them has ended, at once if it has. */
  void whenAll(Consumer<Boolean> who) {
    Consumer<Boolean> tell;
    boolean all;
    synchronized (this) {
      told = who;
      tell = takeTold();
      all = written;
    }
    if (tell != null) {
      tell.accept(all);
    }
  }

  private Consumer<Boolean> takeTold() {
    Consumer<Boolean> tell = pending == 0 ? told : null;
    told = tell == null ? told : null;
    return tell;
  }
}
