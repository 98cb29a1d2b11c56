package org.batonha.wildfly;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import org.batonha.engine.Engine;
import org.batonha.jmx.ObjectNames;
import org.batonha.sessions.DurableSessions;
import org.batonha.sessions.QuorumSight;
import org.batonha.sessions.Settings;
import org.jboss.logging.Logger;

/** Durable sessions while they are switched on. Thread-safe. */
public final class DurableReference {
  private static final Logger LOG = Logger.getLogger(DurableReference.class);

  /**
   * The longest lease of a preset but {@code wan}'s is far shorter; a node has lost its addresses
   * by then.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final QuorumSight quorum;
  private DurableSessions sessions;

  DurableReference(EngineReference engine) {
    this.quorum = new QuorumSight(() -> isQuorate(engine), GRACE);
  }

  /** A node that has no others to agree with, or whose engine does not run, answers as ever. */
  private static boolean isQuorate(EngineReference engine) {
    return engine
        .get()
        .map(Engine::cluster)
        .map(cluster -> cluster.getPeers().isEmpty() || cluster.isQuorate())
        .orElse(true);
  }

  /** Returns durable sessions, if they are switched on. */
  public synchronized Optional<DurableSessions> get() {
    return Optional.ofNullable(sessions);
  }

  synchronized void apply(Settings settings) {
    if (sessions != null) {
      sessions.apply(settings);
      return;
    }
    sessions = new DurableSessions(settings, quorum);
    try {
      if (beans.isRegistered(ObjectNames.sessions())) {
        beans.unregisterMBean(ObjectNames.sessions()); // counts for what is no more
      }
      beans.registerMBean(sessions, ObjectNames.sessions());
    } catch (JMException e) {
      LOG.warn("The MBean of durable sessions could not be registered: not seen over JMX", e);
    }
  }

  /** Ends them, as the server does what they are for; does nothing when there are none. */
  synchronized void remove() {
    if (sessions == null) {
      return;
    }
    sessions.close();
    sessions = null;
    try {
      beans.unregisterMBean(ObjectNames.sessions());
    } catch (JMException e) {
      LOG.warn("The MBean of durable sessions could not be unregistered", e);
    }
  }
}
