package org.batonha.transport;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.batonha.transport.link.Link;
import org.batonha.transport.peer.Inquest;
import org.batonha.transport.peer.LinkHealth;
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
  private final Predicate<String> judge;
  private final Log log;
  private final LongAdder suspected = new LongAdder();
  private final Map<Peer, Inquest> inquests = new HashMap<>(); // each ends within two heartbeats

  /**
   * Creates it.
   *
   * @param runner takes the calls into the stack, which may take their time
   * @param judge whether a node of this name, which is silent, may be suspected
   */
  Watch(
      PeerTable table,
      Stack stack,
      Transitions transitions,
      long windowNanos,
      SerialRunner runner,
      Predicate<String> judge,
      Log log) {
    this.table = table;
    this.stack = stack;
    this.transitions = transitions;
    this.suspicions = new Suspicions(windowNanos);
    this.runner = runner;
    this.judge = judge;
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
      peer.reviveIfHeard();
    }
    List.copyOf(inquests.keySet()).forEach(peer -> conclude(peer, nowNanos));
    judgeMembers(nowNanos);
  }

  /** This node itself stalled. */
  synchronized void freshWindow(long nowNanos) {
    for (Peer peer : table.all()) {
      peer.links().forEach(link -> link.freshWindow(nowNanos));
    }
    suspicions.freshWindow();
  }

  /**
   * A peer is dead on all links, and it is known at once. The stack hears of it before the log: the
   * time of a line would be a part of the takeover's.
   */
  synchronized void dead(Peer peer, String reason, long nowNanos) {
    inquests.remove(peer);
    peer.die();
    Map<PeerLink, Optional<LinkHealth.Change>> changes = new LinkedHashMap<>();
    peer.links().forEach(link -> changes.put(link, link.lost(reason)));
    judgeMembers(nowNanos);
    changes.forEach(transitions::tell);
  }

  /**
   * Nobody listens any more where a peer did on one link: it is dead, unless another of its links
   * contradicts. Those that may are asked at once.
   */
  synchronized void refused(Peer peer, Link on, long nowNanos) {
    PeerLink refusing = peer.on(on);
    if (refusing == null || peer.dead()) {
      return;
    }
    Inquest known = inquests.putIfAbsent(peer, new Inquest(refusing, nowNanos));
    if (known != null) {
      known.refused(refusing);
    }
    Inquest inquest = inquests.get(peer);
    if (inquest.isProven(peer.links())) {
      dead(peer, inquest, nowNanos);
    } else if (known == null) {
      peer.links().stream()
          .filter(link -> link != refusing && link.state() != LinkState.DOWN)
          .forEach(link -> link.link().ask(link.address()));
    }
  }

  /**
   * A peer was asked over a link whether it lives, and could have answered. Once only: one that was
   * found to live after a refusal is judged by its heartbeats from then on, so that nobody who can
   * forge refusals may wait for a moment in which it collects its garbage.
   */
  synchronized void unanswered(Peer peer, Link on, long nowNanos) {
    PeerLink silent = peer.on(on);
    Inquest inquest = inquests.get(peer);
    if (silent != null && inquest != null && !peer.wasAcquitted()) {
      inquest.unanswered(silent);
      if (inquest.isProven(peer.links())) {
        dead(peer, inquest, nowNanos);
      }
    }
  }

  private void conclude(Peer peer, long nowNanos) {
    Inquest inquest = inquests.get(peer);
    switch (inquest.verdict(peer.links(), nowNanos)) {
      case DEAD -> dead(peer, inquest, nowNanos);
      case ALIVE -> {
        inquests.remove(peer);
        peer.acquit();
        log.warn(
            "node '%s' lives, but nobody listens at %s any more: see whether a firewall rejects what"
                + " goes there, or another host has that address",
            peer.node(), inquest.where());
      }
      case OPEN -> {
        // The next tick, or the next refusal, may know more.
      }
    }
  }

  private void dead(Peer peer, Inquest inquest, long nowNanos) {
    dead(peer, "its process is dead: nobody listens at " + inquest.where(), nowNanos);
  }

  private void judgeMembers(long nowNanos) {
    Set<Address> members = stack.others();
    Map<Address, Condition> conditions = new HashMap<>();
    for (Address member : members) {
      conditions.put(
          member, table.byMember(member).map(Watch::condition).orElse(Condition.UNHEARD));
    }
    if (conditions.containsValue(Condition.SILENT) && !isAwaited(members)) {
      conditions.replaceAll(this::judged);
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

  private Condition judged(Address member, Condition condition) {
    return condition == Condition.SILENT && !judge.test(name(member))
        ? Condition.SPARED
        : condition;
  }

  /** Whether a node is there that is not in the view: it may need a coordinator that lives. */
  private boolean isAwaited(Set<Address> members) {
    return table.all().stream()
        .filter(peer -> !peer.silent() && !peer.stopped())
        .anyMatch(peer -> members.stream().noneMatch(peer::is));
  }

  private void suspect(List<Address> members, Map<Address, Condition> conditions) {
    runner.run(() -> stack.suspect(members));
    for (Address member : members) {
      suspected.increment();
      log.warn("node '%s' is suspected: %s", name(member), reason(conditions.get(member)));
    }
  }

  private String name(Address member) {
    return table.byMember(member).map(Peer::node).orElse(member.toString());
  }

  private static Condition condition(Peer peer) {
    if (peer.stopped()) {
      return Condition.STOPPED;
    }
    if (!peer.silent()) {
      return Condition.ALIVE;
    }
    return peer.dead() ? Condition.DEAD : Condition.SILENT;
  }

  private static String reason(Condition condition) {
    return switch (condition) {
      case SILENT -> "all its links are DOWN";
      case DEAD -> "its process is dead";
      case STOPPED -> "it has stopped and did not leave the view";
      case UNHEARD -> "it is in the view but was never heard on any link";
      case ALIVE, SPARED -> "it may be alive"; // cannot be: such a member is not suspected
    };
  }
}
