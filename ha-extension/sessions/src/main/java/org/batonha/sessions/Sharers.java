package org.batonha.sessions;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
  }

  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  /** A request is about to use a session. */
  void enter(String id) {
    groups.compute(
        id,
        (key, known) -> {
          Group group = known == null ? new Group() : known;
          synchronized (group) {
            group.users++;
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
   *     UNKNOWN} or {@code FAILED}; or {@code NOTHING}, when nobody had anything to write
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

  private void end(String id, Outcome outcome, long ticket, Consumer<Outcome> told) {
    List<Runnable> tell = new ArrayList<>();
    groups.compute(
        id,
        (key, group) -> {
          synchronized (group) {
            group.users--;
            settle(group, outcome, ticket, told, tell);
            return group.users == 0 ? null : group;
          }
        });
    tell.forEach(Runnable::run);
  }

  private static void settle(
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
    if (group.users == 0) {
      settleUpTo(group, Long.MAX_VALUE, Outcome.NOTHING, tell);
    }
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
