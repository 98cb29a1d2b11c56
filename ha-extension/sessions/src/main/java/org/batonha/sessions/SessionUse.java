package org.batonha.sessions;

import io.undertow.security.api.AuthenticatedSessionManager.AuthenticatedSession;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.servlet.util.SavedRequest;
import java.lang.System.Logger.Level;
import java.time.temporal.Temporal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One time that a request has a session, from finding it until it is written: knows what may have
 * been changed. Used by one thread at a time; what came of it may be told by another.
 */
final class SessionUse {
  private static final System.Logger LOG = System.getLogger(SessionUse.class.getName());

  /** Who has logged in, as the server's security subsystem keeps it; its class is not seen here. */
  private static final String IDENTITY = "org.wildfly.security.cache.CachedIdentity";

  private final TrackingSessionManager manager;
  private final Session session;
  private final Sharers.Share share;
  private final ServerConnection connection;
  private final Map<String, Optional<Object>> changes = new ConcurrentHashMap<>();
  private volatile Integer maxInactiveInterval;
  private volatile boolean renamed;
  private volatile boolean invalidated;
  private volatile boolean touched;

  /**
   * Creates it.
   *
   * @param share the request's part in the session
   * @param isNew whether the request has made the session
   */
  SessionUse(
      TrackingSessionManager manager,
      Session session,
      Sharers.Share share,
      ServerConnection connection,
      boolean isNew) {
    this.manager = manager;
    this.session = session;
    this.share = share;
    this.connection = connection;
    this.touched = isNew;
  }

  /** Returns the session, for what changes nothing. */
  Session session() {
    return session;
  }

  Sharers.Share share() {
    return share;
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
   * Makes the changes once more; reads nothing of this session, which is detached from its
   * attributes once it is closed.
   */
  void writeTo(Session reopened) {
    Integer interval = maxInactiveInterval;
    if (interval != null) {
      reopened.setMaxInactiveInterval(interval);
    }
    changes.forEach((name, value) -> reopened.setAttribute(name, value.orElse(null)));
  }

  /** Returns the attributes that the application has in its hands and may change in place. */
  Map<String, Object> inHands() {
    Map<String, Object> mutable = new HashMap<>();
    changes.forEach(
        (name, value) ->
            value.filter(held -> !isImmutable(held)).ifPresent(held -> mutable.put(name, held)));
    return Collections.unmodifiableMap(mutable);
  }

  void setMaxInactiveInterval(int interval) {
    touched = true;
    session.setMaxInactiveInterval(interval);
    maxInactiveInterval = interval;
  }

  Object getAttribute(String name) {
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
        || value instanceof SavedRequest
        || value.getClass().getName().equals(IDENTITY);
  }

  Object setAttribute(String name, Object value) {
    touched = true;
    Object before = session.setAttribute(name, value);
    changes.put(name, Optional.ofNullable(value));
    return before;
  }

  Object removeAttribute(String name) {
    touched = true;
    Object before = session.removeAttribute(name);
    changes.put(name, Optional.empty());
    return before;
  }

  void invalidate(HttpServerExchange exchange) {
    touched = true;
    share.end(() -> session.invalidate(exchange));
    invalidated = true;
  }

  String changeSessionId(HttpServerExchange exchange, SessionConfig config) {
    touched = true;
    renamed = true;
    share.dissolve();
    return session.changeSessionId(exchange, config);
  }

  /**
   * The request is done with the session, for now or for good.
   *
   * @param told told once, by any thread, whether all that was changed is written
   */
  void close(Consumer<Boolean> told) {
    boolean waits = touched;
    if (!waits) {
      told.accept(true); // whatever becomes of the changes of others
    }
    share.close(
        begun -> {
          Outcome outcome = manager.witness().of(this::commit, begun);
          return invalidated ? Outcome.COMMITTED : outcome;
        },
        outcome -> {
          if (waits) {
            told.accept(isWritten(outcome));
          }
        });
  }

  /**
   * Has the session manager write what was changed. It does so when the request is done, and asks
   * the exchange whether it is: so it is given one that knows nothing.
   */
  private void commit() {
    session.requestDone(new HttpServerExchange(connection));
  }

  private boolean isWritten(Outcome outcome) {
    Outcome known = outcome == Outcome.NOTHING ? writeAgain() : outcome;
    return known == Outcome.COMMITTED || known == Outcome.UNKNOWN;
  }

  private Outcome writeAgain() {
    try {
      return manager.write(this, connection);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "Session " + share.id() + " could not be written again", e);
      return Outcome.FAILED;
    }
  }
}
