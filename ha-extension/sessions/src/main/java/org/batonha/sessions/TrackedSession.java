package org.batonha.sessions;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.server.session.SessionManager;
import java.lang.System.Logger.Level;
import java.util.Optional;
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

  private final TrackingSessionManager manager;
  private final ServerConnection connection;
  private final Endings endings = new Endings();

  /** Whoever uses the session, or gives it back; guards what follows. */
  private final ReentrantLock using = new ReentrantLock();

  private volatile SessionUse use;
  private InHands inHands = InHands.NOTHING;
  private volatile boolean givenBack;
  private volatile boolean touched;
  private volatile boolean closed;
  private volatile boolean late;
  private volatile int uses;

  TrackedSession(TrackingSessionManager manager, SessionUse use, ServerConnection connection) {
    this.manager = manager;
    this.use = use;
    this.connection = connection;
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

  /** Returns whether it has been given back, and was not found again since. */
  boolean isGivenBack() {
    return givenBack;
  }

  /** Gives it back if nobody uses it in this moment. May wait for the cluster. */
  void giveBack() {
    if (!using.tryLock()) {
      return;
    }
    SessionUse given = use;
    Consumer<Boolean> told;
    try {
      if (closed || givenBack || isInvalidated() || !takeNote()) {
        return;
      }
      givenBack = true;
      told = endings.begin();
    } finally {
      using.unlock();
    }
    given.close(told); // which may take long: the application goes on meanwhile
  }

  private boolean takeNote() {
    Optional<InHands> now = InHands.of(use.inHands(), manager.classes());
    now.ifPresent(known -> inHands = known.and(inHands));
    return now.isPresent();
  }

  /**
   * The request is done with it.
   *
   * @param told told once, by any thread, whether all that it changed is written
   */
  void close(Consumer<Boolean> told) {
    using.lock();
    try {
      if (!closed) {
        putBack();
        closed = true;
        if (!givenBack) {
          use.close(endings.begin());
        }
      }
    } finally {
      using.unlock();
    }
    endings.whenAll(told);
  }

  /** What it has in its hands and has changed since it gave the session back is written, too. */
  private void putBack() {
    if (!inHands.isChanged()) {
      return;
    }
    if (givenBack && !findAgain()) {
      return; // there is no session any more
    }
    if (!inHands.putBack(use)) {
      conflict();
    }
  }

  private void conflict() {
    LOG.log(
        Level.WARNING,
        "A request changed an attribute of session {0} in place after it had given the session"
            + " back, and another one has changed the same: read it again before changing it",
        getId());
    endings.begin().accept(false);
  }

  private boolean findAgain() {
    SessionUse found = manager.find(getId(), connection);
    if (found == null) {
      return false;
    }
    use = found;
    givenBack = false;
    return true;
  }

  private <T> T using(Function<SessionUse, T> what) {
    using.lock();
    try {
      if (givenBack && !closed && !findAgain()) {
        throw new IllegalStateException("session " + getId() + " has ended");
      }
      return what.apply(use);
    } finally {
      touched |= use.isTouched();
      uses++; // guarded, though others read it
      using.unlock();
    }
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
    return using(now -> now.session().getCreationTime());
  }

  @Override
  public long getLastAccessedTime() {
    return using(now -> now.session().getLastAccessedTime());
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
    return using(now -> now.session().getMaxInactiveInterval());
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
          inHands.drop(name);
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
  public String changeSessionId(HttpServerExchange exchange, SessionConfig config) {
    return using(now -> now.changeSessionId(exchange, config));
  }
}
