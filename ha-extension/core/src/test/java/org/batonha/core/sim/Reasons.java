package org.batonha.core.sim;

import java.util.Arrays;
import java.util.List;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.LogEntry;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;

/**
 * I4: no service moves without a reason, which the node's own log has, too; in calm times none
 * moves at all. Transitions are legal, and each begins where the last one ended. And no core keeps
 * its host busy with ticks.
 */
final class Reasons {
  /** The newest entries of a log that a reason is looked for in. */
  private static final int NEWEST = 40;

  private static final int MOST_TICKS_PER_HEARTBEAT = 60;

  /** A message to all counts as one; an answer to each of a few peers that are in haste is fine. */
  private static final int MOST_SENT_PER_HEARTBEAT = 400;

  private final World world;

  private final ServiceState[][] states;

  /** Whether a service was taken out of a configuration: it begins anew, when its old life ends. */
  private final boolean[][] beginsAnew;

  private final long[] windowEnd;
  private final int[] ticks;
  private final int[] sent;
  private long lastMove = World.EPOCH;

  /** From now on nothing moves any more. */
  boolean isCalm;

  Reasons(World world) {
    this.world = world;
    this.states = new ServiceState[world.setup.hosts()][world.services()];
    this.beginsAnew = new boolean[world.setup.hosts()][world.services()];
    this.windowEnd = new long[world.setup.hosts()];
    this.ticks = new int[world.setup.hosts()];
    this.sent = new int[world.setup.hosts()];
  }

  void booted(Server server) {
    Arrays.fill(states[server.host.id], ServiceState.RECOVER);
    Arrays.fill(beginsAnew[server.host.id], false);
  }

  void transition(Server server, Decision.Transition change) {
    int service = world.serviceId(change.service());
    ServiceState before = states[server.host.id][service];
    boolean follows = change.from() == before;
    if (!follows && beginsAnew[server.host.id][service]) {
      follows = !before.isHolding() && change.from() == ServiceState.RECOVER;
    }
    if (!follows || !change.from().canBecome(change.to())) {
      throw new Violation("states", "was " + before + ", and then " + change);
    }
    states[server.host.id][service] = change.to();
    beginsAnew[server.host.id][service] &= change.to() != ServiceState.STARTING;
    requireReason(server, change.service(), change.reason(), change);
  }

  void nominated(Server server, Decision.Nominated nominated) {
    requireReason(server, nominated.service(), nominated.reason(), nominated);
  }

  /** What the transitions lead to; a service that has begun anew is asked, for it need not say. */
  ServiceState state(Host host, int service) {
    return beginsAnew[host.id][service]
        ? host.server
            .core
            .report(host.name, world.serviceName(service))
            .map(ServiceReport::state)
            .orElse(ServiceState.RECOVER)
        : states[host.id][service];
  }

  /** When something moved last. */
  long lastMove() {
    return lastMove;
  }

  /** Somebody gave commands: what follows from them is not a move in calm times. */
  void disturbed() {
    lastMove = world.now;
  }

  private void requireReason(Server server, String service, String reason, Decision decision) {
    lastMove = world.now;
    if (isCalm) {
      throw new Violation("I4", "something moves in calm times: " + decision);
    }
    if (reason == null || reason.isBlank()) {
      throw new Violation("I4", "no reason: " + decision);
    }
    List<LogEntry> log = server.core.log();
    for (int i = log.size() - 1; i >= Math.max(0, log.size() - NEWEST); i--) {
      if (log.get(i).service().equals(service) && log.get(i).reason().equals(reason)) {
        return;
      }
    }
    throw new Violation("I4", "the log of " + server.host.name + " lacks " + decision);
  }

  void told(Server server, Event event) {
    if (event instanceof Event.ServiceRemoved removed) {
      beginsAnew[server.host.id][world.serviceId(removed.service())] = true;
    }
    if (event instanceof Event.Tick) {
      int host = server.host.id;
      openWindow(host);
      if (++ticks[host] > MOST_TICKS_PER_HEARTBEAT) {
        throw new Violation(
            "busy", server.host.name + " had " + ticks[host] + " ticks within one heartbeat");
      }
    }
  }

  /** A server sends something. */
  void sent(Server server) {
    int host = server.host.id;
    openWindow(host);
    if (++sent[host] > MOST_SENT_PER_HEARTBEAT) {
      throw new Violation(
          "storm", server.host.name + " sent " + sent[host] + " messages within one heartbeat");
    }
  }

  private void openWindow(int host) {
    if (world.now > windowEnd[host]) {
      windowEnd[host] = world.now + world.setup.heartbeat;
      ticks[host] = 0;
      sent[host] = 0;
    }
  }
}
