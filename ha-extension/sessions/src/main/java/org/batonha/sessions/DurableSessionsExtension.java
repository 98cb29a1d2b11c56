package org.batonha.sessions;

import io.undertow.server.HandlerWrapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.SessionConfig;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.Deployment;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.SessionManagerFactory;
import io.undertow.servlet.api.ThreadSetupHandler;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.servlet.spec.AsyncContextImpl;
import io.undertow.servlet.spec.HttpServletRequestImpl;
import io.undertow.util.StatusCodes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.util.Objects;

/**
 * Makes the sessions of one deployment durable: watches which sessions a request uses and when the
 * application is done with it.
 */
public final class DurableSessionsExtension implements ServletExtension {
  private final DurableSessions sessions;
  private final CommitWitness witness;

  /**
   * Creates it.
   *
   * @param witness sees the deployment's commits
   */
  public DurableSessionsExtension(DurableSessions sessions, CommitWitness witness) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.witness = Objects.requireNonNull(witness, "witness");
  }

  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    Wrapping wrapping = new Wrapping(deployment.getSessionManagerFactory());
    deployment.setSessionManagerFactory(wrapping);
    deployment.addInitialHandlerChainWrapper(wrapping);
    // The outer chain is for the first dispatch only.
    deployment.addInnerHandlerChainWrapper(next -> exchange -> dispatch(next, exchange));
    deployment.addThreadSetupAction(new Returns(wrapping));
  }

  /** A dispatch: whatever the application begins in it is followed from its end on. */
  private static void dispatch(HttpHandler next, HttpServerExchange exchange) throws Exception {
    ServletRequestContext context = exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY);
    Pledge pledge = Pledge.of(exchange);
    try {
      next.handleRequest(exchange);
    } finally {
      if (pledge != null) {
        follow(pledge, context, context.getOriginalRequest().getAsyncContextInternal());
      }
    }
  }

  private static void follow(Pledge pledge, ServletRequestContext context, AsyncContext begun) {
    if (begun instanceof AsyncContextImpl async && pledge.follows(async)) {
      async.addListener(new Completion(pledge, context));
    }
  }

  /** The way in: the session manager, and the promise for each request. */
  private final class Wrapping implements SessionManagerFactory, HandlerWrapper {
    private final SessionManagerFactory factory;
    private volatile Deployment deployment;

    Wrapping(SessionManagerFactory factory) {
      this.factory = factory;
    }

    @Override
    public TrackingSessionManager createSessionManager(Deployment created) {
      deployment = created;
      return new TrackingSessionManager(
          factory.createSessionManager(created),
          witness,
          created.getDeploymentInfo().getClassLoader(),
          sessions.idlers());
    }

    @Override
    public HttpHandler wrap(HttpHandler next) {
      return exchange -> {
        Pledge.make(sessions, exchange, () -> namesSession(exchange));
        next.handleRequest(exchange);
      };
    }

    /** One that was refused before the application could see it uses no session. */
    private boolean namesSession(HttpServerExchange exchange) {
      if (exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY) == null) {
        return false;
      }
      SessionConfig config = deployment.getServletContext().getSessionConfig();
      return config.findSessionId(exchange) != null;
    }
  }

  /**
   * The outermost beginning and end of what the application does with a request in one thread, its
   * listeners too: that of CDI reads the session, which may wait for the other part of a split.
   */
  private final class Returns implements ThreadSetupHandler {
    private final Wrapping wrapping;

    Returns(Wrapping wrapping) {
      this.wrapping = wrapping;
    }

    @Override
    public <T, C> Action<T, C> create(Action<T, C> action) {
      return (exchange, context) -> {
        Pledge pledge = exchange == null ? null : Pledge.of(exchange);
        if (pledge == null) {
          return action.call(exchange, context);
        }
        if (!(context instanceof ServletRequestContext request)) {
          return task(pledge, exchange, context, action);
        }
        Action<T, C> then = isRefused(exchange, request) ? (e, c) -> refuse(e) : action;
        return dispatch(pledge, exchange, context, request.getOriginalRequest(), then);
      };
    }

    /** The container ends the exchange. */
    private <T> T refuse(HttpServerExchange exchange) {
      sessions.counters().withoutQuorum.increment();
      exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
      return null;
    }

    private boolean isRefused(HttpServerExchange exchange, ServletRequestContext request) {
      return sessions.refuses()
          && request.getDispatcherType() == DispatcherType.REQUEST
          && wrapping.namesSession(exchange);
    }

    private static <T, C> T dispatch(
        Pledge pledge,
        HttpServerExchange exchange,
        C context,
        HttpServletRequestImpl request,
        Action<T, C> action)
        throws Exception {
      boolean outermost = pledge.enter();
      AsyncContextImpl before = request.getAsyncContextInternal();
      try {
        return action.call(exchange, context);
      } finally {
        if (outermost) {
          pledge.returned(exchange.isDispatched(), request.getAsyncContextInternal() != before);
        }
      }
    }

    private static <T, C> T task(
        Pledge pledge, HttpServerExchange exchange, C context, Action<T, C> action)
        throws Exception {
      try {
        return action.call(exchange, context);
      } finally {
        pledge.taskEnded();
      }
    }
  }

  /** Hears of the end of an asynchronous request. */
  private record Completion(Pledge pledge, ServletRequestContext context) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      HttpServletRequestImpl request = context.getOriginalRequest();
      // The container looks the session up when the response is done, which is too late.
      try {
        if (!pledge.isExchangeEnded()) {
          context.getCurrentServletContext().getSession(request.getExchange(), false);
        }
      } finally {
        pledge.completed();
      }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // The container completes it.
    }

    @Override
    public void onError(AsyncEvent event) {
      // The container completes it.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // A deployment whose sessions are not durable may have begun it.
      follow(pledge, context, event.getAsyncContext());
    }
  }
}
