package org.batonha.sample;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.batonha.api.ClusterSingleton;
import org.batonha.api.NotHolderException;

/**
 * Ticks once a second, on one node of the cluster: where the service {@value #SERVICE} is {@code
 * UP}. It is created and destroyed with it; no other node has an instance.
 */
@ClusterSingleton(service = Ticker.SERVICE)
public class Ticker {
  /** The service that the ticker follows. */
  public static final String SERVICE = "web";

  private static final Logger LOG = System.getLogger(Ticker.class.getName());
  private static final int REMEMBERED = 60;

  @Resource private ManagedScheduledExecutorService executor;
  @Inject private Ticker self;

  private final Deque<Tick> ticks = new ArrayDeque<>();
  private long number;
  private ScheduledFuture<?> clock;

  @PostConstruct
  void start() {
    clock = executor.scheduleAtFixedRate(this::tickIfHeld, 0, 1, TimeUnit.SECONDS);
    LOG.log(Level.INFO, "the ticker runs on {0} now", ThisNode.name());
  }

  @PreDestroy
  void stop() {
    clock.cancel(false);
    LOG.log(Level.INFO, "the ticker stopped on {0} after tick {1}", ThisNode.name(), number);
  }

  /** Goes through the proxy: each tick asks whether this node may still act. */
  private void tickIfHeld() {
    try {
      self.tick();
    } catch (NotHolderException e) {
      LOG.log(Level.INFO, "no tick: {0}", e.getMessage());
    }
  }

  /** Ticks; a job that must run once in the cluster would be done here. */
  public synchronized void tick() {
    ticks.addLast(new Tick(++number, System.currentTimeMillis()));
    if (ticks.size() > REMEMBERED) {
      ticks.removeFirst();
    }
  }

  /** Returns the last ticks, the oldest first. */
  public synchronized List<Tick> lastTicks() {
    return List.copyOf(ticks);
  }
}
