package org.batonha.sessions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Has requests give their session back that have not used it for a while. That is counted in looks,
 * not in time: while the whole process stood still, nobody could use anything. Thread-safe.
 */
final class Idlers {
  /** So many looks in a row, {@link Deadlines#TICK} apart: one second. */
  static final int LOOKS = 20;

  private final Map<TrackedSession, Seen> sessions = new ConcurrentHashMap<>();
  private final Executor executor;

  /** What was seen of one; for the one thread that looks. */
  private static final class Seen {
    private int uses = -1;
    private int looks;

    boolean isIdle(int now) {
      looks = now == uses ? looks + 1 : 0;
      uses = now;
      boolean idle = looks == LOOKS;
      looks = idle ? 0 : looks;
      return idle;
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

  void add(TrackedSession session) {
    sessions.put(session, new Seen());
  }

  void remove(TrackedSession session) {
    sessions.remove(session);
  }

  /** Looks at all of them; by one thread, at even intervals. Does not block. */
  void look() {
    sessions.forEach(
        (session, seen) -> {
          if (!session.isGivenBack() && seen.isIdle(session.uses())) {
            executor.execute(session::giveBack);
          }
        });
  }
}
