package org.batonha.wildfly.deployment;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Begins the {@link MarshallingRehearsal}, once in a server. Nothing of that class is linked before
 * it can be caught that the server has no such marshalling. Thread-safe.
 */
final class Rehearsal {
  private static final Logger LOG = Logger.getLogger(Rehearsal.class);
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private Rehearsal() {}

  /** Plays it on a thread of its own, unless it was begun before; nobody waits for it. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(Rehearsal::play, "baton-session-rehearsal");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Returns whether it could be played. */
  static boolean play() {
    try {
      MarshallingRehearsal.play();
      return true;
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      LOG.debugf(e, "The first session that is read after a takeover will be slower");
      return false;
    }
  }
}
