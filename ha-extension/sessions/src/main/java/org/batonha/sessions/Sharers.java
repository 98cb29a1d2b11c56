package org.batonha.sessions;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The requests that use a session at the same time on this node. WildFly lets them share one
 * session object and writes it when the last of them is done with it: so a request whose own end
 * wrote nothing waits for the end of another one. Thread-safe.
 */
final class Sharers {
  /** One that is done with the session and does not know yet whether its change was written. */
  private record Waiting(long ticket, Consumer<Outcome> told) {}

  /** Guarded by its monitor. */
  private static final class Group {
    private final List<Waiting> waiting = new ArrayList<>();
    private int users;
    private long tickets;

    /** Whether those who are left are being told that nobody wrote, and for whom nobody came. */
    private boolean alone;
  }

  private static final System.Logger LOG = System.getLogger(Sharers.class.getName());

  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  /** A request is about to use a session. */
  void enter(String id) {
    groups.compute(
        id,
        (key, known) -> {
          Group group = known == null ? new Group() : known;
          synchronized (group) {
            group.users++;
            group.alone = false;
          }
          return group;
        });
  }

  /** A request found no session of that id after all. */
  void leave(String id) {
    end(id, Outcome.NOTHING, 0, null);
  }

  /**
   * A request is done with a session.
   *
   * @param commit what the session manager does then, and what came of it
   * @param told told once, by this thread or that of another request: {@code COMMITTED}, {@code
   *     UNKNOWN} or {@code FAILED}; or {@code NOTHING}, when nobody had anything to write: then
   *     {@link #isAlone} holds meanwhile until another request comes
   */
  void close(String id, Supplier<Outcome> commit, Consumer<Outcome> told) {
    Group group = groups.get(id);
    long ticket;
    synchronized (group) {
      ticket = ++group.tickets;
    }
    Outcome outcome = Outcome.FAILED;
    try {
      outcome = commit.get();
    } finally {
      end(id, outcome, ticket, told);
    }
  }

  /** Returns whether no request came since those who are left were told that nobody wrote. */
  boolean isAlone(String id) {
    Group group = groups.get(id);
    if (group == null) {
      return false;
    }
    synchronized (group) {
      return group.alone;
    }
  }

  private void end(String id, Outcome outcome, long ticket, Consumer<Outcome> told) {
    List<Runnable> tell = new ArrayList<>();
    AtomicBoolean held = new AtomicBoolean();
    groups.compute(
        id,
        (key, group) -> {
          synchronized (group) {
            group.users--;
            boolean unwritten = settle(group, outcome, ticket, told, tell);
            if (unwritten) {
              group.users++; // those who are told, until they have been
              group.alone = true;
              held.set(true);
            }
            return group.users == 0 ? null : group;
          }
        });
    tell.forEach(Sharers::run);
    if (held.get()) {
      leave(id);
    }
  }

  private static void run(Runnable tell) {
    try {
      tell.run();
    } catch (RuntimeException e) {
      // It keeps the others from being told otherwise.
      LOG.log(Level.WARNING, "A request could not be told what came of its session", e);
    }
  }

  /** Returns whether nobody is left and some were not written. */
  private static boolean settle(
      Group group, Outcome outcome, long ticket, Consumer<Outcome> told, List<Runnable> tell) {
    if (outcome == Outcome.NOTHING) {
      if (told != null) {
        group.waiting.add(new Waiting(ticket, told));
      }
    } else {
      if (told != null) {
        tell.add(() -> told.accept(outcome));
      }
      // What was written has the changes of all who were done before this one began to write.
      settleUpTo(group, ticket, outcome, tell);
    }
    boolean unwritten = group.users == 0 && !group.waiting.isEmpty();
    if (unwritten) {
      settleUpTo(group, Long.MAX_VALUE, Outcome.NOTHING, tell);
    }
    return unwritten;
  }

  private static void settleUpTo(Group group, long ticket, Outcome outcome, List<Runnable> tell) {
    for (Iterator<Waiting> all = group.waiting.iterator(); all.hasNext(); ) {
      Waiting waiting = all.next();
      if (waiting.ticket() <= ticket) {
        all.remove();
        tell.add(() -> waiting.told().accept(outcome));
      }
    }
  }
}
