package org.batonha.transport;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.peer.Suspicions;
import org.batonha.transport.peer.Suspicions.Condition;
import org.jgroups.Address;
import org.jgroups.logging.Log;

/** Judges links and members, and tells the stack whom to suspect; thread-safe. */
final class Watch {
  private final PeerTable table;
  private final Stack stack;
  private final Transitions transitions;
  private final Suspicions suspicions;
  private final SerialRunner runner;
  private final Log log;
  private final LongAdder suspected = new LongAdder();

  /**
   * Creates it.
   *
   * @param runner takes the calls into the stack, which may take their time
   */
  Watch(
      PeerTable table,
      Stack stack,
      Transitions transitions,
      long windowNanos,
      SerialRunner runner,
      Log log) {
    this.table = table;
    this.stack = stack;
    this.transitions = transitions;
    this.suspicions = new Suspicions(windowNanos);
    this.runner = runner;
    this.log = log;
  }

  /** Returns how many suspicions were raised. */
  long suspected() {
    return suspected.sum();
  }

  /** Time went by. */
  synchronized void judge(long nowNanos) {
    for (Peer peer : table.all()) {
      for (PeerLink link : peer.links()) {
        transitions.tell(link, link.judge(nowNanos));
      }
    }
    judgeMembers(nowNanos);
  }

  /** This node itself stalled. */
  synchronized void freshWindow(long nowNanos) {
    for (Peer peer : table.all()) {
      peer.links().forEach(link -> link.freshWindow(nowNanos));
    }
    suspicions.freshWindow();
  }

  /** A peer is dead on all links, and it is known at once. */
  synchronized void dead(Peer peer, String reason, long nowNanos) {
    for (PeerLink link : peer.links()) {
      transitions.tell(link, link.lost(reason));
    }
    judgeMembers(nowNanos);
  }

  private void judgeMembers(long nowNanos) {
    Map<Address, Condition> conditions = new HashMap<>();
    for (Address member : stack.others()) {
      conditions.put(
          member, table.byMember(member).map(Watch::condition).orElse(Condition.UNHEARD));
    }
    Suspicions.Verdict verdict = suspicions.judge(conditions, nowNanos);
    if (!verdict.suspected().isEmpty()) {
      suspect(verdict.suspected(), conditions);
    }
    for (Address member : verdict.cleared()) {
      log.info("node '%s' is heard again: suspicion taken back", name(member));
      runner.run(() -> stack.unsuspect(member));
    }
  }

  private void suspect(List<Address> members, Map<Address, Condition> conditions) {
    for (Address member : members) {
      suspected.increment();
      log.warn("node '%s' is suspected: %s", name(member), reason(conditions.get(member)));
    }
    runner.run(() -> stack.suspect(members));
  }

  private String name(Address member) {
    return table.byMember(member).map(Peer::node).orElse(member.toString());
  }

  private static Condition condition(Peer peer) {
    if (peer.stopped()) {
      return Condition.STOPPED;
    }
    return peer.silent() ? Condition.SILENT : Condition.ALIVE;
  }

  private static String reason(Condition condition) {
    return switch (condition) {
      case SILENT -> "all its links are DOWN";
      case STOPPED -> "it has stopped and did not leave the view";
      case UNHEARD -> "it is in the view but was never heard on any link";
      case ALIVE -> "it is alive"; // cannot be: a living member is not suspected
    };
  }
}
