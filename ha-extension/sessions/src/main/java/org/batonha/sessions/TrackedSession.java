package org.batonha.sessions;

import io.undertow.security.api.AuthenticatedSessionManager.AuthenticatedSession;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.server.session.SessionManager;
import io.undertow.servlet.util.SavedRequest;
import java.time.temporal.Temporal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A session as one request uses it: knows whether it may have been changed. Not thread-safe but for
 * what the session that it wraps is.
 */
final class TrackedSession implements Session {
  private final TrackingSessionManager manager;
  private final Session session;
  private final Sharers.Share share;
  private final Map<String, Optional<Object>> changes = new ConcurrentHashMap<>();
  private volatile Integer maxInactiveInterval;
  private volatile boolean renamed;
  private volatile boolean late;
  private volatile boolean touched;
  private volatile boolean closed;
  private volatile boolean invalidated;

  /**
   * Creates it.
   *
   * @param share the request's part in it
   * @param touched whether it is new
   */
  TrackedSession(
      TrackingSessionManager manager, Session session, Sharers.Share share, boolean touched) {
    this.manager = manager;
    this.session = session;
    this.share = share;
    this.touched = touched;
  }

  /** Returns whether the application may have changed it. */
  boolean isTouched() {
    return touched;
  }

  /** Returns whether the application ended it, which the session manager wrote at once. */
  boolean isInvalidated() {
    return invalidated;
  }

  /** Returns whether {@link #writeTo} makes all of the changes. */
  boolean isRepeatable() {
    return !renamed && !invalidated;
  }

  /**
   * Makes the changes of this request once more; reads nothing of this session, which is detached
   * from its attributes once it is closed.
   */
  void writeTo(Session reopened) {
    Integer interval = maxInactiveInterval;
    if (interval != null) {
      reopened.setMaxInactiveInterval(interval);
    }
    changes.forEach((name, value) -> reopened.setAttribute(name, value.orElse(null)));
  }

  /** Returns whether the request is done with it. */
  boolean isClosed() {
    return closed;
  }

  /** Returns under which name its sharers know it: the id that it had when it was found. */
  String key() {
    return share.id();
  }

  Sharers.Share share() {
    return share;
  }

  TrackingSessionManager manager() {
    return manager;
  }

  /**
   * Has the session manager write what was changed. It does so when the request is done, and asks
   * the exchange whether it is: so it is given one that knows nothing.
   */
  void commit(HttpServerExchange exchange) {
    closed = true;
    session.requestDone(new HttpServerExchange(exchange.getConnection()));
  }

  /** Says that its request was done before it was found. */
  void foundLate() {
    late = true;
  }

  /**
   * Does nothing: the {@link Pledge} of the request commits. Only one that is too late has none.
   */
  @Override
  public void requestDone(HttpServerExchange exchange) {
    if (late && !closed) {
      closed = true;
      exchange
          .getConnection()
          .getWorker()
          .execute(
              () ->
                  share.close(
                      begun -> manager.witness().of(() -> commit(exchange), begun), outcome -> {}));
    }
  }

  @Override
  public String getId() {
    return session.getId();
  }

  @Override
  public long getCreationTime() {
    return session.getCreationTime();
  }

  @Override
  public long getLastAccessedTime() {
    return session.getLastAccessedTime();
  }

  @Override
  public void setMaxInactiveInterval(int interval) {
    touched = true;
    session.setMaxInactiveInterval(interval);
    maxInactiveInterval = interval;
  }

  @Override
  public int getMaxInactiveInterval() {
    return session.getMaxInactiveInterval();
  }

  @Override
  public Object getAttribute(String name) {
    Object value = session.getAttribute(name);
    // Whoever has a mutable object may change it in place.
    if (!isImmutable(value)) {
      touched = true;
      changes.put(name, Optional.of(value));
    }
    return value;
  }

  private static boolean isImmutable(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Number && value.getClass().getName().startsWith("java.lang.")
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Enum
        || value instanceof Temporal && value.getClass().getName().startsWith("java.time.")
        || value instanceof AuthenticatedSession
        || value instanceof SavedRequest;
  }

  @Override
  public Set<String> getAttributeNames() {
    return session.getAttributeNames();
  }

  @Override
  public Object setAttribute(String name, Object value) {
    touched = true;
    Object before = session.setAttribute(name, value);
    changes.put(name, Optional.ofNullable(value));
    return before;
  }

  @Override
  public Object removeAttribute(String name) {
    touched = true;
    Object before = session.removeAttribute(name);
    changes.put(name, Optional.empty());
    return before;
  }

  @Override
  public void invalidate(HttpServerExchange exchange) {
    touched = true;
    share.end(() -> session.invalidate(exchange));
    invalidated = true;
  }

  @Override
  public SessionManager getSessionManager() {
    return manager;
  }

  @Override
  public String changeSessionId(HttpServerExchange exchange, SessionConfig config) {
    touched = true;
    renamed = true;
    share.dissolve();
    return session.changeSessionId(exchange, config);
  }
}
