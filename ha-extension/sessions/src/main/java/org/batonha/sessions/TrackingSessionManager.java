package org.batonha.sessions;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.server.session.SessionListener;
import io.undertow.server.session.SessionManager;
import io.undertow.server.session.SessionManagerStatistics;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the {@link Pledge} of a request which sessions it uses; does everything else as the manager
 * that it wraps. Thread-safe if that is.
 */
final class TrackingSessionManager implements SessionManager {
  private final SessionManager manager;
  private final CommitWitness witness;
  private final ClassLoader classes;
  private final Idlers idlers;
  private final Sharers sharers = new Sharers();

  /**
   * Wraps a manager.
   *
   * @param classes knows the classes of what is in the sessions
   * @param idlers have requests give sessions back
   */
  TrackingSessionManager(
      SessionManager manager, CommitWitness witness, ClassLoader classes, Idlers idlers) {
    this.manager = manager;
    this.witness = witness;
    this.classes = classes;
    this.idlers = idlers;
  }

  Idlers idlers() {
    return idlers;
  }

  ClassLoader classes() {
    return classes;
  }

  CommitWitness witness() {
    return witness;
  }

  @Override
  public Session createSession(HttpServerExchange exchange, SessionConfig config) {
    Session session = manager.createSession(exchange, config);
    Pledge pledge = Pledge.of(exchange);
    if (session == null || pledge == null) {
      return session;
    }
    Sharers.Share share = sharers.enter(session.getId()).created();
    return track(session, share, exchange, config, true);
  }

  @Override
  public Session getSession(HttpServerExchange exchange, SessionConfig config) {
    Pledge pledge = exchange == null ? null : Pledge.of(exchange);
    if (pledge == null) {
      return manager.getSession(exchange, config);
    }
    Session used = pledge.used(this);
    return used == null ? find(exchange, config) : used;
  }

  private Session find(HttpServerExchange exchange, SessionConfig config) {
    String id = config == null ? null : config.findSessionId(exchange);
    if (id == null) {
      return manager.getSession(exchange, config);
    }
    Sharers.Share share = sharers.enter(id);
    Session session = share.find(() -> manager.getSession(exchange, config));
    return session == null ? null : track(session, share, exchange, config, false);
  }

  private TrackedSession track(
      Session session,
      Sharers.Share share,
      HttpServerExchange exchange,
      SessionConfig config,
      boolean isNew) {
    ServerConnection connection = exchange.getConnection();
    SessionUse use = new SessionUse(this, session, share, connection, isNew);
    return Pledge.of(exchange).use(new TrackedSession(this, use, connection, config));
  }

  /**
   * Finds a session once more for a request that has given it back; {@code null}: it has ended.
   *
   * @param config forgets the session for the client, should the application end it
   */
  SessionUse find(String id, ServerConnection connection, SessionConfig config) {
    Sharers.Share share = sharers.enter(id);
    HttpServerExchange blank = new HttpServerExchange(connection);
    SessionConfig fixed = new FixedSessionConfig(id, config);
    Session session = share.find(() -> manager.getSession(blank, fixed));
    return session == null ? null : new SessionUse(this, session, share, connection, false);
  }

  /**
   * Writes the changes of a request that nobody has written: one that shares the session object of
   * a request that has created it, and was the first to be done all the same, changes what is never
   * written again. Called for one whom {@link Sharers} told so.
   *
   * @return {@code FAILED} also when somebody else may have changed the session since
   */
  Outcome write(SessionUse unwritten, ServerConnection connection) {
    if (!unwritten.isRepeatable()) {
      return Outcome.FAILED;
    }
    HttpServerExchange blank = new HttpServerExchange(connection);
    Sharers.Share share = unwritten.share().again();
    SessionConfig config = new FixedSessionConfig(share.id(), null);
    Session session = share.find(() -> manager.getSession(blank, config));
    if (session == null) {
      return Outcome.COMMITTED; // it has ended meanwhile
    }
    // From here on whoever comes shares the session or waits for it, and so sees the change.
    boolean alone = share.isAlone();
    AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.FAILED);
    try {
      if (alone) {
        unwritten.writeTo(session);
      }
    } finally {
      share.close(begun -> witness.of(() -> session.requestDone(blank), begun), outcome::set);
    }
    return alone && outcome.get() != Outcome.NOTHING ? outcome.get() : Outcome.FAILED;
  }

  @Override
  public Session getSession(String sessionId) {
    sharers.dissolve(sessionId); // what is changed by its id is changed at once
    return manager.getSession(sessionId);
  }

  @Override
  public String getDeploymentName() {
    return manager.getDeploymentName();
  }

  @Override
  public void start() {
    manager.start();
  }

  @Override
  public void stop() {
    try {
      manager.stop();
    } finally {
      idlers.removeAll(this);
    }
  }

  @Override
  public void registerSessionListener(SessionListener listener) {
    manager.registerSessionListener(listener);
  }

  @Override
  public void removeSessionListener(SessionListener listener) {
    manager.removeSessionListener(listener);
  }

  @Override
  public void setDefaultSessionTimeout(int timeout) {
    manager.setDefaultSessionTimeout(timeout);
  }

  @Override
  public Set<String> getTransientSessions() {
    return manager.getTransientSessions();
  }

  @Override
  public Set<String> getActiveSessions() {
    return manager.getActiveSessions();
  }

  @Override
  public Set<String> getAllSessions() {
    return manager.getAllSessions();
  }

  @Override
  public SessionManagerStatistics getStatistics() {
    return manager.getStatistics();
  }

  /**
   * Says one session id, and tells no client.
   *
   * @param client tells the client that the session has ended; {@code null} where it cannot
   */
  private record FixedSessionConfig(String id, SessionConfig client) implements SessionConfig {
    @Override
    public void setSessionId(HttpServerExchange exchange, String sessionId) {}

    @Override
    public void clearSession(HttpServerExchange exchange, String sessionId) {
      if (client != null) {
        client.clearSession(exchange, sessionId);
      }
    }

    @Override
    public String findSessionId(HttpServerExchange exchange) {
      return id;
    }

    @Override
    public SessionCookieSource sessionCookieSource(HttpServerExchange exchange) {
      return SessionCookieSource.NONE;
    }

    @Override
    public String rewriteUrl(String originalUrl, String sessionId) {
      return originalUrl;
    }
  }
}
