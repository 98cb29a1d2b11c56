package org.batonha.sessions;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainer;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.xnio.Options;

/** Undertow on a free port of the loopback address, with durable sessions. */
final class SessionsServer implements AutoCloseable {
  final RecordingSessions manager = new RecordingSessions();
  volatile boolean quorate = true;
  final DurableSessions durable;
  final Semaphore slow = new Semaphore(0);
  final HandingOn handingOn = new HandingOn();
  private final DeploymentManager deployments;
  private final Undertow undertow;

  SessionsServer(Duration timeout, OnFailure onFailure) throws Exception {
    durable =
        new DurableSessions(
            new Settings(timeout, onFailure, WithoutQuorum.REFUSE), new QuorumSight(new Alone()));
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(SessionsServer.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("test")
            .addServletContextAttribute("slow", slow)
            .setSessionManagerFactory(deployment -> manager)
            .addErrorPage(Servlets.errorPage("/page", 409))
            .addServlets(
                Servlets.servlet("page", Page.class, new ImmediateInstanceFactory<>(new Page()))
                    .addMapping("/page")
                    .setAsyncSupported(true),
                Servlets.servlet(
                        "list",
                        ListServlet.class,
                        new ImmediateInstanceFactory<>(new ListServlet()))
                    .addMapping("/list/*"),
                Servlets.servlet(
                        "all",
                        AnsweringServlet.class,
                        new ImmediateInstanceFactory<>(new AnsweringServlet()))
                    .addMapping("/untouched")
                    .addMapping("/read")
                    .addMapping("/slow")
                    .addMapping("/unread")
                    .addMappings(
                        java.util.Arrays.stream(AnsweringServlet.Way.values())
                            .map(AnsweringServlet.Way::path)
                            .toArray(String[]::new))
                    .setAsyncSupported(true));
    info.addInitialHandlerChainWrapper(
        next ->
            exchange -> {
              // As the server does while it is suspended.
              if (exchange.getRelativePath().equals("/suspended")) {
                exchange.setStatusCode(503).endExchange();
              } else {
                next.handleRequest(exchange);
              }
            });
    info.addOuterHandlerChainWrapper(
        next ->
            exchange ->
                (exchange.getRelativePath().equals("/handed_on") ? handingOn : next)
                    .handleRequest(exchange));
    info.addServletExtension(new DurableSessionsExtension(durable, manager));
    ServletContainer container = Servlets.newContainer();
    deployments = container.addDeployment(info);
    deployments.deploy();
    DeploymentManager others = container.addDeployment(notDurable());
    others.deploy();
    others.start();
    undertow =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .setIoThreads(1)
            .setWorkerOption(Options.WORKER_TASK_CORE_THREADS, 8)
            .setWorkerOption(Options.WORKER_TASK_MAX_THREADS, 8)
            .setHandler(deployments.start())
            .build();
    undertow.start();
  }

  private static DeploymentInfo notDurable() {
    return Servlets.deployment()
        .setClassLoader(SessionsServer.class.getClassLoader())
        .setContextPath("/other")
        .setDeploymentName("other")
        .addServlets(
            Servlets.servlet("page", Page.class, new ImmediateInstanceFactory<>(new Page()))
                .addMapping("/page")
                .setAsyncSupported(true));
  }

  static Semaphore slow(HttpServletRequest request) {
    return (Semaphore) request.getServletContext().getAttribute("slow");
  }

  InetSocketAddress address() {
    return (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + address().getPort() + path);
  }

  /** Removes the application; its requests may still run. */
  void undeploy() throws ServletException {
    deployments.stop();
  }

  @Override
  public void close() {
    manager.letAll();
    slow.release(1_000);
    undertow.stop();
    durable.close();
  }

  /** What forwards and error pages lead to. */
  private static final class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("page");
    }
  }

  /** Nobody else is there; whether there is a quorum is for the test to say. */
  private final class Alone implements Group {
    @Override
    public boolean isQuorate() {
      return quorate;
    }

    @Override
    public boolean hearsAll() {
      return true;
    }

    @Override
    public boolean isMerged() {
      return false;
    }

    @Override
    public Duration lease() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Object view() {
      return "alone";
    }

    @Override
    public boolean hasMetWhoWentOn(Object before) {
      return false;
    }

    @Override
    public void ask() {
      // Nobody answers.
    }

    @Override
    public boolean isSharedSince(long nanos) {
      return true;
    }

    @Override
    public boolean isContradictedSince(long nanos) {
      return false;
    }

    @Override
    public void behind(String reason) {
      // There are no caches.
    }
  }
}
