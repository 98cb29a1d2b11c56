package org.batonha.lab;

import java.time.Duration;
import java.util.List;

/** Does a fault to a node, and takes it back. Not thread-safe. */
final class Injection {
  /** Bound of {@code baton move}: a Java start, a connection, the move. */
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

  /** A server that has just started may answer its first question late on a busy machine. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private static final List<String> NETWORKS = List.of("lan", "hb");

  private final Cluster cluster;
  private final Fault fault;
  private final Server victim;

  Injection(Cluster cluster, Fault fault, Server victim) {
    this.cluster = cluster;
    this.fault = fault;
    this.victim = victim;
  }

  void inject() {
    Lab lab = cluster.lab();
    switch (fault) {
      case KILL -> victim.kill();
      case STOP -> victim.terminate();
      case HANG -> victim.suspend();
      case CABLE -> NETWORKS.forEach(network -> lab.pullCable(victim.node(), network));
      case SWITCH -> NETWORKS.forEach(network -> lab.killSwitchPort(victim.node(), network));
      case LINK -> lab.pullCable(victim.node(), "hb");
      case MOVE -> cluster.installation().mover().move(cluster, victim);
    }
  }

  /** Moves the service by the command {@code baton}. */
  static void batonMove(Cluster cluster, Server from) {
    String command = cluster.home().resolve("bin/baton").toString();
    String to = cluster.other(from).node();
    String patience = Long.toString(ANSWER_LIMIT.toSeconds());
    List<String> move = List.of(command, "move", "web", "--to", to, "--timeout", patience);
    cluster.lab().run(cluster.lab().onHost(from.node(), move), COMMAND_LIMIT);
  }

  /** Takes back a fault that {@link Fault#heals}. */
  void heal() {
    Lab lab = cluster.lab();
    switch (fault) {
      case HANG -> victim.resume();
      case CABLE -> NETWORKS.forEach(network -> lab.plugCable(victim.node(), network));
      case SWITCH -> NETWORKS.forEach(network -> lab.restoreSwitchPort(victim.node(), network));
      case LINK -> lab.plugCable(victim.node(), "hb");
      case KILL, STOP, MOVE -> throw new IllegalStateException(fault + " does not heal");
    }
  }
}
