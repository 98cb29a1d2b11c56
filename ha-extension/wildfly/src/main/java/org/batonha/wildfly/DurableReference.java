package org.batonha.wildfly;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import org.batonha.jmx.ObjectNames;
import org.batonha.sessions.DurableSessions;
import org.batonha.sessions.Group;
import org.batonha.sessions.QuorumSight;
import org.batonha.sessions.Settings;
import org.jboss.logging.Logger;

/** Durable sessions while they are switched on. Thread-safe. */
public final class DurableReference {
  private static final Logger LOG = Logger.getLogger(DurableReference.class);

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final Group group;
  private volatile DurableSessions sessions;

  DurableReference(EngineReference engine) {
    this.group = new EngineGroup(engine, this::refuses);
  }

  private boolean refuses() {
    DurableSessions running = sessions;
    return running != null && running.refuses();
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
    sessions = new DurableSessions(settings, new QuorumSight(group));
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
    group.behind("");
    try {
      beans.unregisterMBean(ObjectNames.sessions());
    } catch (JMException e) {
      LOG.warn("The MBean of durable sessions could not be unregistered", e);
    }
  }
}
