package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.batonha.core.Decision;

/**
 * Does what core decided, or has it done by another thread: runs on core's thread, which must never
 * wait. Each change is logged once.
 */
final class DecisionRunner {
  private static final System.Logger LOG = System.getLogger(DecisionRunner.class.getName());

  private final ClusterChannel channel;
  private final Actions actions;
  private final OperatorCommands commands;
  private final ClusterBean cluster;
  private final Map<String, ServiceBean> services;
  private final Executor executor;
  private final CountDownLatch left = new CountDownLatch(1);

  /**
   * @param services the MBeans of the configured services; may change
   * @param executor for what may take time
   */
  DecisionRunner(
      ClusterChannel channel,
      Actions actions,
      OperatorCommands commands,
      ClusterBean cluster,
      Map<String, ServiceBean> services,
      Executor executor) {
    this.channel = channel;
    this.actions = actions;
    this.commands = commands;
    this.cluster = cluster;
    this.services = services;
    this.executor = executor;
  }

  /** Counts down when nothing is held any more, after the engine was told to leave. */
  CountDownLatch left() {
    return left;
  }

  void carryOut(Decision decision) {
    if (decision instanceof Decision.Send send) {
      channel.send(send);
    } else if (decision instanceof Decision.Probe probe) {
      actions.probe(probe);
    } else if (decision instanceof Decision.Start start) {
      actions.start(start);
    } else if (decision instanceof Decision.Renewed renewed) {
      actions.renewed(renewed);
    } else if (decision instanceof Decision.Drain drain) {
      actions.drain(drain);
    } else if (decision instanceof Decision.Stop stop) {
      actions.stop(stop);
    } else if (decision instanceof Decision.CommandDone done) {
      commands.done(done);
    } else if (decision instanceof Decision.CommandFailed failed) {
      commands.failed(failed);
    } else if (decision instanceof Decision.Left) {
      left.countDown();
    } else {
      tell(decision);
    }
  }

  private void tell(Decision decision) {
    if (decision instanceof Decision.Transition transition) {
      transition(transition);
    } else if (decision instanceof Decision.Nominated nominated) {
      nominated(nominated);
    } else if (decision instanceof Decision.PeerChanged peer) {
      peerChanged(peer);
    } else if (decision instanceof Decision.Contested contested) {
      LOG.log(Level.WARNING, "service {0}: {1}", contested.service(), contested.text());
    } else if (decision instanceof Decision.Warn warn) {
      LOG.log(Level.WARNING, warn.text());
    } else {
      throw new IllegalArgumentException("nobody carries this out: " + decision);
    }
  }

  private void transition(Decision.Transition transition) {
    LOG.log(
        Level.INFO,
        "service {0} epoch {1}: {2} -> {3}: {4}",
        transition.service(),
        Long.toString(transition.epoch()),
        transition.from(),
        transition.to(),
        transition.reason());
    ServiceBean bean = services.get(transition.service());
    if (bean != null) {
      executor.execute(() -> bean.changed(transition));
    }
  }

  private static void nominated(Decision.Nominated nominated) {
    LOG.log(
        Level.INFO,
        "service {0} epoch {1}: nominated {2}, {3}: {4}",
        nominated.service(),
        Long.toString(nominated.epoch()),
        nominated.holder(),
        nominated.cause(),
        nominated.reason());
  }

  private void peerChanged(Decision.PeerChanged peer) {
    LOG.log(
        Level.INFO,
        "peer {0}: {1} -> {2}: {3}",
        peer.node(),
        peer.from(),
        peer.to(),
        peer.reason());
    executor.execute(() -> cluster.changed(peer));
  }
}
