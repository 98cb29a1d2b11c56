package org.batonha.sessions;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.InMemorySessionManager;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.server.session.SessionListener;
import io.undertow.server.session.SessionManager;
import io.undertow.server.session.SessionManagerStatistics;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session manager as the server's: sessions are shared by the requests that use them at a time,
 * and written when the last of them is done. A commit waits until the test lets it go on.
 */
final class RecordingSessions implements SessionManager, CommitWitness {
  final CopyOnWriteArrayList<String> events = new CopyOnWriteArrayList<>();
  final Semaphore commits = new Semaphore(0);
  final AtomicInteger begun = new AtomicInteger();
  final AtomicInteger found = new AtomicInteger();
  volatile boolean failing;

  /** Loses one change, as that of a request that shares the session of the one that created it. */
  final AtomicBoolean losing = new AtomicBoolean();

  private final InMemorySessionManager manager = new InMemorySessionManager("test");
  private final java.util.Map<String, Integer> users = new java.util.HashMap<>();
  private final ThreadLocal<Outcome> outcome = new ThreadLocal<>();

  void letAll() {
    commits.release(1_000_000);
  }

  @Override
  public Outcome of(Runnable commit, Runnable begun) {
    outcome.set(Outcome.NOTHING);
    commit.run();
    return outcome.get();
  }

  private Session shared(Session session) {
    if (session == null) {
      return null;
    }
    synchronized (users) {
      users.merge(session.getId(), 1, Integer::sum);
    }
    return new Shared(session);
  }

  @Override
  public Session createSession(HttpServerExchange exchange, SessionConfig config) {
    return shared(manager.createSession(exchange, config));
  }

  @Override
  public Session getSession(HttpServerExchange exchange, SessionConfig config) {
    found.incrementAndGet();
    return shared(manager.getSession(exchange, config));
  }

  @Override
  public Session getSession(String sessionId) {
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
    manager.stop();
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

  /** One request's use of a session. */
  private final class Shared implements Session {
    private final Session session;
    private final String id;
    private boolean done;

    Shared(Session session) {
      this.session = session;
      this.id = session.getId();
    }

    @Override
    public String getId() {
      return session.getId();
    }

    @Override
    public void requestDone(HttpServerExchange exchange) {
      // As in the server: mid-request calls are passed over, only a blank exchange commits.
      if (done
          || exchange.getAttachment(
                  io.undertow.servlet.handlers.ServletRequestContext.ATTACHMENT_KEY)
              != null) {
        return;
      }
      done = true;
      boolean last;
      synchronized (users) {
        last = users.merge(id, -1, Integer::sum) == 0;
      }
      if (!last) {
        return;
      }
      begun.incrementAndGet();
      commits.acquireUninterruptibly();
      if (losing.getAndSet(false)) {
        session.removeAttribute("count");
        return;
      }
      getAttributeNames().forEach(this::write);
      events.add("commit");
      outcome.set(failing ? Outcome.FAILED : Outcome.COMMITTED);
    }

    /** Who reads it next has another object. */
    private void write(String name) {
      if (session.getAttribute(name) instanceof ArrayList<?> list) {
        session.setAttribute(name, new ArrayList<>(list));
      }
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
      session.setMaxInactiveInterval(interval);
    }

    @Override
    public int getMaxInactiveInterval() {
      return session.getMaxInactiveInterval();
    }

    @Override
    public Object getAttribute(String name) {
      return session.getAttribute(name);
    }

    @Override
    public Set<String> getAttributeNames() {
      return session.getAttributeNames();
    }

    @Override
    public Object setAttribute(String name, Object value) {
      return session.setAttribute(name, value);
    }

    @Override
    public Object removeAttribute(String name) {
      return session.removeAttribute(name);
    }

    @Override
    public void invalidate(HttpServerExchange exchange) {
      session.invalidate(exchange);
      done = true;
      synchronized (users) {
        users.merge(id, -1, Integer::sum);
      }
      events.add("commit");
    }

    @Override
    public SessionManager getSessionManager() {
      return RecordingSessions.this;
    }

    @Override
    public String changeSessionId(HttpServerExchange exchange, SessionConfig config) {
      return session.changeSessionId(exchange, config);
    }
  }
}
