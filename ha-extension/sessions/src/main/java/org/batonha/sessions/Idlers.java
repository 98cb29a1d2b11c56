package org.batonha.sessions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has requests give their session back that have not used it for a while. That is counted in looks,
 * not in time: while the whole process stood still, nobody could use anything. Thread-safe.
 */
final class Idlers {
  /** After so many looks in a row, {@link Deadlines#TICK} apart, and again so many: one second. */
  static final int LOOKS = 10;

  /** The same for one that has given it back before, and so stays for long: 0.2 s. */
  static final int FEW_LOOKS = 2;

  private final Map<TrackedSession, Seen> sessions = new ConcurrentHashMap<>();
  private final Executor executor;

  /** What was seen of one; for the one thread that looks. */
  private final class Seen {
    private final TrackedSession session;
    private final AtomicBoolean busy = new AtomicBoolean();
    private int uses = -1;
    private int looks;

    Seen(TrackedSession session) {
      this.session = session;
    }

    void look() {
      int now = session.uses();
      looks = now == uses ? looks + 1 : 0;
      uses = now;
      if (looks >= (session.wasGivenBack() ? FEW_LOOKS : LOOKS)
          && busy.compareAndSet(false, true)) {
        looks = 0;
        executor.execute(this::giveBack);
      }
    }

    private void giveBack() {
      Thread thread = Thread.currentThread();
      ClassLoader own = thread.getContextClassLoader();
      thread.setContextClassLoader(session.manager().classes());
      try {
        session.giveBack();
      } finally {
        thread.setContextClassLoader(own);
        busy.set(false);
      }
    }
  }

  /**
   * Creates it.
   *
   * @param executor runs what may wait for the cluster
   */
  Idlers(Executor executor) {
    this.executor = executor;
  }

  /** It is there until it is given back: a request may be forgotten by all, and never end. */
  void add(TrackedSession session) {
    sessions.put(session, new Seen(session));
  }

  void remove(TrackedSession session) {
    sessions.remove(session);
  }

  /** Their deployment is removed: its requests may never end, and nobody is to keep its classes. */
  void removeAll(TrackingSessionManager manager) {
    sessions.keySet().removeIf(session -> session.manager() == manager);
  }

  /** Returns how many it looks at. */
  int size() {
    return sessions.size();
  }

  /** Looks at all of them; by one thread, at even intervals. Does not block. */
  void look() {
    sessions.values().forEach(Seen::look);
  }
}
