package org.batonha.sessions;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.spec.AsyncContextImpl;
import io.undertow.util.AttachmentKey;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The promise of one request: its response does not end before its sessions are committed. It is
 * kept when the application is done with the request: at the end of its outermost dispatch, or of
 * an asynchronous request, when that was completed and the response was ended.
 *
 * <p>The application's threads use it one after the other; the end may be told by any thread.
 */
final class Pledge implements Deadlines.Waiter {
  private static final System.Logger LOG = System.getLogger(Pledge.class.getName());
  private static final AttachmentKey<Pledge> KEY = AttachmentKey.create(Pledge.class);

  private enum Phase {
    /** The application has the request. */
    RUNNING,
    /** Its sessions are being committed. */
    COMMITTING,
    /** The response was released, or failed. */
    SETTLED
  }

  /** Why a response does not go out as it is. */
  private enum Failure {
    FAILED("could not be written, so another node may not have its change", c -> c.failed),
    TIMED_OUT("was not written in time, so another node may not have it", c -> c.timedOut),
    NO_QUORUM("was changed without a quorum, so another part may have it", c -> c.withoutQuorum);

    private final String text;
    private final Function<Counters, LongAdder> counter;

    Failure(String text, Function<Counters, LongAdder> counter) {
      this.text = text;
      this.counter = counter;
    }

    void count(Counters counters) {
      counter.apply(counters).increment();
    }
  }

  private final DurableSessions sessions;
  private final HttpServerExchange exchange;
  private final BooleanSupplier hasSessionId;
  private final List<TrackedSession> used = new ArrayList<>(1);
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.RUNNING);
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean failed;
  private volatile Gate gate;
  private volatile boolean dispatching;
  private volatile boolean completed;
  private volatile Thread committer;
  private volatile boolean undertowEnds;
  private volatile long since;
  private AsyncContextImpl followed;
  private Boolean mayBegin;
  private boolean taken;
  private volatile boolean exchangeEnded;

  private Pledge(
      DurableSessions sessions, HttpServerExchange exchange, BooleanSupplier hasSessionId) {
    this.sessions = sessions;
    this.exchange = exchange;
    this.hasSessionId = hasSessionId;
  }

  /**
   * Makes the promise for a request, unless it was made already by another deployment.
   *
   * @param hasSessionId whether the request names a session; asked once at most
   */
  static void make(
      DurableSessions sessions, HttpServerExchange exchange, BooleanSupplier hasSessionId) {
    if (of(exchange) == null) {
      Pledge pledge = new Pledge(sessions, exchange, hasSessionId);
      exchange.putAttachment(KEY, pledge);
      exchange.addExchangeCompleteListener(
          (finished, next) -> {
            try {
              pledge.exchangeEnded();
            } finally {
              next.proceed();
            }
          });
      exchange.addResponseWrapper(
          (factory, owner) -> pledge.gate = new Gate(factory.create(), owner, pledge));
    }
  }

  /** Returns the promise of a request, {@code null} if there is none. */
  static Pledge of(HttpServerExchange exchange) {
    return exchange.getAttachment(KEY);
  }

  /** Takes note of a session that the request uses; one that is too late commits itself. */
  synchronized TrackedSession use(TrackedSession session) {
    used.add(session);
    if (taken) {
      session.foundLate();
    } else {
      sessions.idlers().add(session);
    }
    return session;
  }

  private synchronized List<TrackedSession> take() {
    taken = true;
    return List.copyOf(used);
  }

  /** Returns the session of a manager that the request uses, {@code null} if there is none. */
  synchronized TrackedSession used(TrackingSessionManager manager) {
    for (TrackedSession session : used) {
      if (session.manager() == manager && !session.isInvalidated()) {
        return session;
      }
    }
    return null;
  }

  private synchronized List<TrackedSession> sessions() {
    return List.copyOf(used);
  }

  private boolean isTouched() {
    for (TrackedSession session : sessions()) {
      if (session.isTouched()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the end of the response has to be withheld: a session was changed, or one may
   * still be.
   */
  boolean withholds() {
    if (phase.get() != Phase.RUNNING) {
      return phase.get() == Phase.COMMITTING;
    }
    return isTouched() || mayTouch();
  }

  /** Once the head has left no session can begin; only one that the request names can be used. */
  private synchronized boolean mayTouch() {
    if (mayBegin == null) {
      mayBegin = hasSessionId.getAsBoolean();
    }
    return mayBegin;
  }

  /**
   * The container enters the application with the request.
   *
   * @return whether it was not in it already
   */
  boolean enter() {
    boolean outermost = !dispatching;
    dispatching = true;
    return outermost;
  }

  /** Returns whether an asynchronous context is a new one, and has to be listened to. */
  boolean follows(AsyncContextImpl context) {
    boolean isNew = context != followed;
    followed = context;
    return isNew;
  }

  /** The application has left an asynchronous request for good. */
  void completed() {
    completed = true;
  }

  /**
   * The outermost dispatch of the request has ended.
   *
   * @param handedOn whether somebody goes on with the exchange, and Undertow does not end it now
   * @param async whether it began an asynchronous context, which tells when the application is done
   */
  void returned(boolean handedOn, boolean async) {
    dispatching = false;
    if (!handedOn || completed) {
      finish(!handedOn);
    } else if (!async) {
      completed = true; // a reverse proxy, for one, tells of nothing but the response
      finishIfEnded();
    }
  }

  /** A task of an asynchronous request has ended. */
  void taskEnded() {
    finishIfEnded();
  }

  private void finishIfEnded() {
    Gate response = gate;
    if (completed && !dispatching && (exchangeEnded || response != null && response.isEnded())) {
      finishInWorker();
    }
  }

  /** The response was ended, or somebody waits for its end to be sent. */
  void responseEnded() {
    if (completed && !dispatching) {
      finishInWorker();
    }
  }

  /** The response was given up; the caller may hold what others wait for. */
  void responseTruncated() {
    if (completed && !dispatching) {
      exchange.getConnection().getWorker().execute(() -> finish(false));
    }
  }

  /** Nothing of the exchange is to come; its client may have gone before it was written. */
  private void exchangeEnded() {
    exchangeEnded = true;
    Gate response = gate;
    if (response != null) {
      response.exchangeEnded();
    }
    if (!done.get()) {
      responseTruncated();
    }
  }

  /** Returns whether the exchange is over, so that nothing can be opened for it. */
  boolean isExchangeEnded() {
    return exchangeEnded;
  }

  /** A commit waits for another node: never in a thread that serves many connections. */
  private void finishInWorker() {
    if (exchange.isInIoThread()) {
      exchange.getConnection().getWorker().execute(() -> finish(false));
    } else {
      finish(false);
    }
  }

  /**
   * @param dispatch whether a dispatch has ended: then Undertow ends the exchange when this has
   *     returned, and so sends what was withheld, or sees to it that it is sent
   */
  private void finish(boolean dispatch) {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    undertowEnds = dispatch;
    committer = Thread.currentThread();
    try {
      List<TrackedSession> all = take();
      if (all.stream().anyMatch(TrackedSession::isTouched)) {
        withhold(all);
      } else {
        phase.set(Phase.SETTLED);
        sendBeforeCommit();
        all.forEach(session -> session.close(written -> {}));
      }
    } finally {
      committer = null;
    }
  }

  /** Nothing was changed: the access is noted when the client has its answer, as ever. */
  private void sendBeforeCommit() {
    Gate response = gate;
    if (response != null && response.release() == Gate.Sender.NOBODY) {
      response.drain();
    }
  }

  private void withhold(List<TrackedSession> all) {
    since = System.nanoTime();
    sessions.counters().withheld.increment();
    open.set(all.size());
    phase.set(Phase.COMMITTING);
    sessions.deadlines().add(this, sessions.settings().timeout());
    all.forEach(session -> session.close(this::closed));
  }

  private void closed(boolean written) {
    if (!written) {
      failed = true;
    }
    if (open.decrementAndGet() == 0) {
      settle(failed ? Failure.FAILED : sessions.refuses() ? Failure.NO_QUORUM : null);
    }
  }

  @Override
  public void overdue() {
    sessions.settler().execute(() -> settle(Failure.TIMED_OUT));
  }

  /**
   * @param failure what happened to the commit, {@code null} when it was good
   */
  private void settle(Failure failure) {
    if (!phase.compareAndSet(Phase.COMMITTING, Phase.SETTLED)) {
      return;
    }
    sessions.deadlines().remove(this);
    Counters counters = sessions.counters();
    counters.waited(System.nanoTime() - since);
    if (failure == null) {
      counters.committed.increment();
      release();
      return;
    }
    failure.count(counters);
    boolean warns =
        failure != Failure.NO_QUORUM && sessions.settings().onFailure() == OnFailure.WARN;
    LOG.log(
        Level.WARNING,
        "The session of {0} {1} {2}: {3}",
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        failure.text,
        warns ? "the answer goes out all the same" : "the request fails");
    if (warns) {
      counters.warned.increment();
      release();
    } else {
      fail(counters);
    }
  }

  /** Sends what was withheld, unless Undertow or the writer of the response is about to. */
  private void release() {
    Gate response = gate;
    Gate.Sender sender = response == null ? Gate.Sender.SEEN_TO : response.release();
    if (sender == Gate.Sender.SEEN_TO) {
      return;
    }
    Thread committing = committer;
    boolean own = committing == Thread.currentThread();
    boolean kept = committing != null && !own; // by the commit, from sending it
    // Undertow reads the rest of the request first, which may come only after the answer.
    boolean left = undertowEnds && exchange.isRequestComplete();
    boolean forgotten = sender == Gate.Sender.NOBODY && !left;
    if (kept || forgotten && !own) {
      sessions.settler().execute(response::drain);
    } else if (forgotten) {
      response.drain();
    }
  }

  private void fail(Counters counters) {
    Gate response = gate;
    boolean refused = response != null && response.fail();
    (refused ? counters.refused : counters.broken).increment();
    // Whoever ends the exchange of a closed connection tells that it is complete.
    if (!undertowEnds || response != null && response.isAwaited()) {
      exchange.endExchange();
    }
  }
}
