package org.batonha.sessions;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The requests that use a session at the same time on this node. WildFly lets them share one
 * session object, which the first of them has read, under a lock in the whole cluster that it holds
 * until it is done; and it writes the object when the last of them is done. Left alone, the others
 * have no lock once the first is done: another node may change the session then, and one of the two
 * changes is lost. And who comes while the last one writes may read what there was before, with a
 * lock that the writer waits for. So here
 *
 * <ul>
 *   <li>the first one is done for the session manager when all are, and so writes, and holds the
 *       lock until then;
 *   <li>nobody finds the session meanwhile;
 *   <li>a request whose own end wrote nothing waits for the one that does.
 * </ul>
 *
 * Thread-safe.
 */
final class Sharers {
  private static final System.Logger LOG = System.getLogger(Sharers.class.getName());

  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  /** What the session manager does when a request is done, and what came of it. */
  @FunctionalInterface
  interface Commit {
    /**
     * Does it, in this thread.
     *
     * @param begun may be run, in this thread, once the session object has been given back and what
     *     is to be written is about to be
     */
    Outcome run(Runnable begun);
  }

  /** One request's end: what is done then, and who is told what came of it. */
  private record End(Share share, Commit commit, Consumer<Outcome> told) {}

  /**
   * One has given the session object back.
   *
   * @param last whether nobody has it any more
   * @param round those who had this object
   * @param next the end of the first one, if that is now
   */
  private record Parting(boolean last, Round round, Optional<End> next) {}

  /** Those who had one session object; guarded by their group's monitor. */
  private static final class Round {
    /** Who has written nothing, and waits for the one that does. */
    final List<Consumer<Outcome>> waiting = new ArrayList<>();

    /** What came of the end of the last one; {@code null} before that. */
    Outcome outcome;
  }

  /** Those of one session; guarded by its monitor. */
  private static final class Group {
    private Round round = new Round();

    /** Who has come and not gone, whether or not it has part in the session object. */
    private int users;

    /** Who looks for the session object or has it. */
    private int inside;

    /** Of those, who is giving it back. */
    private int leaving;

    /** The first one that has found it, while it is one of them; or that looks for it. */
    private Share first;

    /** By whom it is being looked for; others wait, for who looks second may find first. */
    private Thread looker;

    /** How often the first one could not look: who waited for it does not wait for another. */
    private int failures;

    /** Whether one of them has it. */
    private boolean found;

    /** The first one's end, while it waits for the others. */
    private End deferred;

    /** By whom the session object is being given back for good; nobody comes in meanwhile. */
    private Thread closer;

    /** The first one waits for nobody: somebody needs the lock that it has. */
    private boolean dissolved;

    /** Whether nobody came since those who are left were told that nobody wrote. */
    private boolean alone;

    /** Waits until nobody gives the object back for good, nor looks for it, and takes part. */
    synchronized void comeIn(Share share) {
      await(() -> isOther(closer));
      inside++;
      int before = failures;
      await(() -> isOther(looker) && failures == before);
      if (!found && first == null) {
        first = share;
        looker = Thread.currentThread();
        dissolved = false;
      }
    }

    private static boolean isOther(Thread thread) {
      return thread != null && thread != Thread.currentThread();
    }

    private void await(BooleanSupplier hindrance) {
      boolean interrupted = false;
      while (hindrance.getAsBoolean()) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true; // as anybody who waits for a session
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** One has looked for the object. */
    synchronized void looked(Share share, boolean hasIt) {
      found |= hasIt;
      if (share == first) {
        first = hasIt ? share : null;
        looker = null;
        notifyAll();
      } else if (hasIt && first == null) {
        first = share; // after a failure several look at a time
      }
    }

    /** One could not look. */
    synchronized void failed(Share share) {
      if (share == first) {
        failures++;
      }
      looked(share, false);
    }

    /** Returns whether an end is now; else it is when all others have gone. */
    synchronized boolean isNow(End end) {
      if (end.share() == first && inside > 1 && !dissolved) {
        deferred = end;
        return false;
      }
      leave();
      return true;
    }

    private void leave() {
      leaving++;
      if (leaving == inside) {
        closer = Thread.currentThread();
      }
    }

    /** Returns the end of the first one, if that is now. */
    synchronized Optional<End> dissolve() {
      dissolved = true;
      return takeDeferred();
    }

    private Optional<End> takeDeferred() {
      Optional<End> end = Optional.ofNullable(deferred);
      deferred = null;
      end.ifPresent(now -> leave());
      return end;
    }

    /** One has no part in the session object any more. */
    synchronized Parting part(Share share) {
      inside--;
      leaving--;
      first = share == first ? null : first;
      boolean last = inside == 0;
      Round those = round;
      if (last) {
        round = new Round();
        found = false;
        open();
      }
      return new Parting(last, those, inside == 1 ? takeDeferred() : Optional.empty());
    }

    /** Lets nobody in until it is opened, if nobody else is inside. */
    synchronized boolean shut() {
      if (inside > 1) {
        return false;
      }
      closer = Thread.currentThread();
      return true;
    }

    synchronized void open() {
      closer = null;
      notifyAll();
    }

    /** Returns whom to tell what came of an end. */
    synchronized List<Runnable> toTell(End end, Outcome outcome, Parting parting) {
      Round those = parting.round();
      those.waiting.add(end.told());
      if (parting.last()) {
        those.outcome = outcome;
        // Whoever has given it back last has not left yet.
        alone = outcome == Outcome.NOTHING ? users == 1 : alone;
      }
      // The last one may have been faster.
      Outcome known = outcome == Outcome.NOTHING ? those.outcome : outcome;
      if (known == null) {
        return List.of();
      }
      List<Runnable> tell = new ArrayList<>();
      those.waiting.forEach(told -> tell.add(() -> told.accept(known)));
      those.waiting.clear();
      return tell;
    }
  }

  /** A request has come to a session. */
  Share enter(String id) {
    return enter(id, false);
  }

  private Share enter(String id, boolean again) {
    Group entered =
        groups.compute(
            id,
            (key, known) -> {
              Group group = known == null ? new Group() : known;
              synchronized (group) {
                group.users++;
                group.alone &= again;
              }
              return group;
            });
    return new Share(id, entered);
  }

  private void leave(String id) {
    groups.computeIfPresent(
        id,
        (key, group) -> {
          synchronized (group) {
            group.users--;
            return group.users == 0 ? null : group;
          }
        });
  }

  /** Somebody needs the lock that a request may hold which is done already. */
  void dissolve(String id) {
    Group group = groups.get(id);
    if (group != null) {
      new Share(id, group).dissolve();
    }
  }

  private static void run(Runnable tell) {
    try {
      tell.run();
    } catch (RuntimeException | Error e) {
      // It keeps the others from being told otherwise, and from their end.
      LOG.log(Level.WARNING, "A request could not be told what came of its session", e);
    }
  }

  /** One request's part in a session. */
  final class Share {
    private final String id;
    private final Group group;

    private Share(String id, Group group) {
      this.id = id;
      this.group = group;
    }

    /** Returns the session's id as it was when the request came. */
    String id() {
      return id;
    }

    /** The same request comes once more: nobody is less alone for it. */
    Share again() {
      return enter(id, true);
    }

    /**
     * Returns what the session manager finds; {@code null}: nothing, and the request has no part.
     */
    <S> S find(Supplier<S> find) {
      group.comeIn(this);
      S found;
      try {
        found = find.get();
      } catch (RuntimeException | Error e) {
        group.failed(this);
        closeWithoutPart();
        throw e;
      }
      group.looked(this, found != null);
      if (found == null) {
        closeWithoutPart();
      }
      return found;
    }

    private void closeWithoutPart() {
      close(begun -> Outcome.NOTHING, outcome -> {});
    }

    /** The session manager has made the session for this request. */
    Share created() {
      group.comeIn(this);
      group.looked(this, true);
      return this;
    }

    /**
     * The request is done with the session.
     *
     * @param commit what the session manager does then, and what came of it; it may be called
     *     later, by the thread of another request
     * @param told told once, by this thread or that of another request: {@code COMMITTED}, {@code
     *     UNKNOWN} or {@code FAILED}; or {@code NOTHING}, when nobody had anything to write: then
     *     {@link #isAlone} holds meanwhile until another request comes
     */
    void close(Commit commit, Consumer<Outcome> told) {
      End end = new End(this, commit, told);
      try {
        if (group.isNow(end)) {
          end(end);
        }
      } finally {
        leave(id);
      }
    }

    /** Who finds the session waits until the object is given back, but not until it is written. */
    private void end(End end) {
      AtomicReference<Parting> parting = new AtomicReference<>();
      Runnable part =
          () -> {
            if (parting.get() == null) {
              parting.set(group.part(end.share()));
            }
          };
      Outcome outcome = Outcome.FAILED;
      try {
        outcome = end.commit().run(part);
      } catch (RuntimeException | Error e) { // else the others would wait for ever
        LOG.log(Level.WARNING, "The commit of session " + id + " failed", e);
      } finally {
        part.run();
      }
      group.toTell(end, outcome, parting.get()).forEach(Sharers::run);
      parting.get().next().ifPresent(this::end);
    }

    /** Returns whether no request came since those who are left were told that nobody wrote. */
    boolean isAlone() {
      synchronized (group) {
        return group.alone;
      }
    }

    /**
     * This request needs the lock that the first one may hold: that one waits for no others any
     * more.
     */
    void dissolve() {
      group.dissolve().ifPresent(this::end);
    }

    /** Ends the session for all. Waits for the first one, if that is not done. */
    void end(Runnable invalidate) {
      dissolve();
      boolean alone = group.shut();
      try {
        invalidate.run();
      } finally {
        if (alone) {
          group.open();
        }
      }
    }
  }
}
