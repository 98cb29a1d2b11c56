package org.batonha.sessions;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.server.session.SessionManager;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A session as one request uses it. A request that does not use it for a while gives it back, so
 * that nobody waits for its end, and finds it again when it does: with server-sent events that end
 * may be hours away. Thread-safe.
 */
final class TrackedSession implements Session {
  private static final System.Logger LOG = System.getLogger(TrackedSession.class.getName());

  /** What cannot be serialized so often in a row never can. */
  private static final int MOST_VAIN = 10;

  private final TrackingSessionManager manager;
  private final ServerConnection connection;
  private final SessionConfig config;
  private final Endings endings = new Endings();

  /** Whoever uses the session; guards what follows. Never held while it is given back. */
  private final ReentrantLock using = new ReentrantLock();

  private volatile SessionUse use;
  private InHands inHands = InHands.none();
  private volatile Facts facts;
  private volatile boolean touched;
  private volatile boolean wasGivenBack;
  private volatile boolean closed;
  private volatile boolean late;
  private volatile int uses;

  /** For the thread that gives it back: what was in hands, and after how many uses. */
  private InHands noted;

  private int notedUses = -1;
  private int vain;

  /** What can be said of a session that has been given back without finding it again. */
  private record Facts(long creationTime, long lastAccessedTime, int maxInactiveInterval) {}

  TrackedSession(
      TrackingSessionManager manager,
      SessionUse use,
      ServerConnection connection,
      SessionConfig config) {
    this.manager = manager;
    this.use = use;
    this.connection = connection;
    this.config = config;
    this.touched = use.isTouched();
  }

  /** Returns whether the application may have changed it. */
  boolean isTouched() {
    return touched;
  }

  /** Returns whether the application ended it, which the session manager wrote at once. */
  boolean isInvalidated() {
    return use.isInvalidated();
  }

  TrackingSessionManager manager() {
    return manager;
  }

  /** Returns a number that grows whenever the application uses it. */
  int uses() {
    return uses;
  }

  /** Says that its request was done before it was found. */
  void foundLate() {
    late = true;
  }

  /** Whether it has been given back, and was not found again since. */
  private boolean isGivenBack() {
    return facts != null;
  }

  /** Returns whether it has ever been given back: then its request stays for long. */
  boolean wasGivenBack() {
    return wasGivenBack;
  }

  /**
   * Gives it back, if it has not been used, nor anything that came from it been changed, since the
   * last time that this was called. By one thread at a time, which may wait for the cluster.
   */
  void giveBack() {
    int usesNow = uses;
    SessionUse given = use;
    if (usesNow != notedUses) {
      notedUses = usesNow;
      noted = null;
      vain = 0;
    }
    if (vain == MOST_VAIN || closed || isGivenBack() || given.isInvalidated()) {
      return;
    }
    InHands before = noted;
    // Not with the lock: this runs the application's code, which may wait for one that has it.
    noted = InHands.of(given.inHands(), manager.classes()).orElse(null);
    vain = noted == null ? vain + 1 : 0;
    if (noted == null || before == null || !noted.isSame(before) || !using.tryLock()) {
      return;
    }
    Consumer<Boolean> told;
    try {
      if (closed || uses != usesNow || isGivenBack()) {
        return;
      }
      Session session = given.session();
      facts =
          new Facts(
              session.getCreationTime(),
              session.getLastAccessedTime(),
              session.getMaxInactiveInterval());
      inHands = noted.and(inHands);
      wasGivenBack = true;
      told = endings.begin();
      manager.idlers().remove(this);
    } catch (IllegalStateException e) {
      return; // it has ended
    } finally {
      using.unlock();
    }
    close(given, told);
  }

  /**
   * The request is done with it.
   *
   * @param told told once, by any thread, whether all that it changed is written
   */
  void close(Consumer<Boolean> told) {
    SessionUse last = null;
    using.lock();
    try {
      if (!closed) {
        putBack();
        closed = true;
        manager.idlers().remove(this);
        last = isGivenBack() ? null : use;
      }
    } finally {
      using.unlock();
    }
    if (last != null) {
      close(last, endings.begin());
    }
    endings.whenAll(told);
  }

  private static void close(SessionUse use, Consumer<Boolean> told) {
    try {
      use.close(told);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "Session " + use.session().getId() + " could not be given back", e);
      told.accept(false);
    }
  }

  /** What it has in its hands and has changed since it gave the session back is written, too. */
  private void putBack() {
    try {
      if (isInvalidated() || !inHands.isChanged() || isGivenBack() && !findAgain()) {
        return; // or there is no session any more
      }
      if (!inHands.putBack(use)) {
        conflict();
      }
    } catch (RuntimeException | Error e) { // of a listener of the application, for one
      LOG.log(Level.WARNING, "What a request changed in session " + getId() + " is not written", e);
      endings.begin().accept(false);
    }
  }

  private void conflict() {
    LOG.log(
        Level.WARNING,
        "A request changed an attribute of session {0} that it had read before it gave the session"
            + " back, and another one has changed it since: read it again before changing it",
        getId());
    endings.begin().accept(false);
  }

  private boolean findAgain() {
    SessionUse found = manager.find(getId(), connection, config);
    if (found == null) {
      return false;
    }
    use = found;
    facts = null;
    manager.idlers().add(this);
    return true;
  }

  private <T> T using(Function<SessionUse, T> what) {
    using.lock();
    try {
      if (isGivenBack() && !closed && !findAgain()) {
        throw new IllegalStateException("session " + getId() + " has ended");
      }
      return what.apply(use);
    } finally {
      touched |= use.isTouched();
      uses++; // guarded, though others read it
      using.unlock();
    }
  }

  /** The container asks for these at the end of a request: nobody is to wait for that. */
  private <T> T known(Function<Facts, T> given, Function<Session, T> now) {
    Facts last = facts;
    return last != null ? given.apply(last) : using(used -> now.apply(used.session()));
  }

  /**
   * Does nothing: the {@link Pledge} of the request commits. Only one that is too late has none.
   */
  @Override
  public void requestDone(HttpServerExchange exchange) {
    if (late && !closed) {
      connection.getWorker().execute(() -> close(written -> {}));
    }
  }

  @Override
  public String getId() {
    return use.session().getId();
  }

  @Override
  public long getCreationTime() {
    return known(Facts::creationTime, Session::getCreationTime);
  }

  @Override
  public long getLastAccessedTime() {
    return known(Facts::lastAccessedTime, Session::getLastAccessedTime);
  }

  @Override
  public void setMaxInactiveInterval(int interval) {
    using(
        now -> {
          now.setMaxInactiveInterval(interval);
          return null;
        });
  }

  @Override
  public int getMaxInactiveInterval() {
    return known(Facts::maxInactiveInterval, Session::getMaxInactiveInterval);
  }

  @Override
  public Object getAttribute(String name) {
    return using(
        now -> {
          if (!inHands.putBack(name, now)) {
            conflict();
          }
          return now.getAttribute(name);
        });
  }

  @Override
  public Set<String> getAttributeNames() {
    return using(now -> now.session().getAttributeNames());
  }

  @Override
  public Object setAttribute(String name, Object value) {
    return using(
        now -> {
          if (!inHands.set(name, value, now)) {
            conflict();
            return now.session().getAttribute(name);
          }
          return now.setAttribute(name, value);
        });
  }

  @Override
  public Object removeAttribute(String name) {
    return using(
        now -> {
          inHands.drop(name);
          return now.removeAttribute(name);
        });
  }

  @Override
  public void invalidate(HttpServerExchange exchange) {
    using(
        now -> {
          now.invalidate(exchange);
          return null;
        });
  }

  @Override
  public SessionManager getSessionManager() {
    return manager;
  }

  @Override
  public String changeSessionId(HttpServerExchange exchange, SessionConfig changed) {
    return using(now -> now.changeSessionId(exchange, changed));
  }
}
