package org.batonha.wildfly;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.batonha.cdi.HoldingsRegistry;
import org.batonha.engine.Engine;
import org.jboss.as.server.ServerEnvironment;
import org.jboss.as.server.suspend.SuspendableActivityRegistry;
import org.jboss.as.server.suspend.SuspendableActivityRegistry.SuspendPriority;
import org.jboss.as.server.suspend.SuspensionStateProvider.State;
import org.jboss.logging.Logger;
import org.jgroups.JChannel;
import org.wildfly.clustering.jgroups.spi.ForkChannelFactory;
import org.wildfly.extension.requestcontroller.RequestController;

/**
 * Starts the engine on a fork of the server's channel, and stops it. Both block, so they run on the
 * server's management executor. One start is followed by one stop before the next start.
 */
final class EngineLifecycle implements Supplier<Engine> {
  private static final Logger LOG = Logger.getLogger(EngineLifecycle.class);

  /** The name of the fork: nothing else on the server's channel may use it. */
  private static final String FORK = "baton";

  private final EngineSettings settings;
  private final Supplier<ForkChannelFactory> channels;
  private final Supplier<ServerEnvironment> environment;
  private final Supplier<SuspendableActivityRegistry> activities;
  private final Supplier<RequestController> requests;
  private final AtomicBoolean running = new AtomicBoolean();
  private EngineHoldings holdings;
  private Serving serving;

  EngineLifecycle(
      EngineSettings settings,
      Supplier<ForkChannelFactory> channels,
      Supplier<ServerEnvironment> environment,
      Supplier<SuspendableActivityRegistry> activities,
      Supplier<RequestController> requests) {
    this.settings = settings;
    this.channels = channels;
    this.environment = environment;
    this.activities = activities;
    this.requests = requests;
  }

  /**
   * Returns the running engine.
   *
   * @throws IllegalStateException when it could not be started, with the reason; the server then
   *     reports this service as failed and runs on
   */
  @Override
  public Engine get() {
    String node = environment.get().getNodeName();
    try {
      JChannel fork = channels.get().createChannel(FORK);
      Engine engine =
          start(new Engine(settings.on(node), fork, SentinelModule.source(), this::activeRequests));
      running.set(true);
      holdings = new EngineHoldings(engine.holdings());
      HoldingsRegistry.install(holdings);
      if (activities.get().getState() != State.RUNNING) {
        engine.setAvailable(false, "the server does not serve yet");
      }
      serving = new Serving(engine::setAvailable, () -> close(engine));
      activities.get().registerActivity(serving, SuspendPriority.FIRST);
      return engine;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted(node, e);
    } catch (Exception e) {
      throw notStarted(node, e);
    }
  }

  /** Counts what the server's request controller counts; 0 where the server has none. */
  private int activeRequests() {
    RequestController controller = requests.get();
    return controller == null ? 0 : controller.getActiveRequestCount();
  }

  private static Engine start(Engine engine) throws Exception {
    try {
      engine.start();
      return engine;
    } catch (Exception e) {
      try {
        engine.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static IllegalStateException notStarted(String node, Exception cause) {
    return new IllegalStateException(
        "Baton did not start on node '"
            + node
            + "', so it holds no service here: "
            + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
        cause);
  }

  /** Stops the engine; what was handed over before already is not again. */
  void stop(Engine engine) {
    activities.get().unregisterActivity(serving);
    HoldingsRegistry.uninstall(holdings);
    close(engine);
    serving = null;
    holdings = null;
  }

  private void close(Engine engine) {
    if (!running.getAndSet(false)) {
      return;
    }
    try {
      engine.close();
    } catch (RuntimeException e) {
      LOG.error("Baton was stopped, but not all of it cleanly: " + e.getMessage(), e);
    }
  }
}
