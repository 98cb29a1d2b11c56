package org.batonha.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.batonha.core.PeerState;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;

/**
 * Whether a node that is silent on all links may be taken out of the group, and so out of the
 * caches. Dead or cut off, nobody can know; of two parts of a split at most one should go on. That
 * is the one that may decide; and where two parts may (both see the witness), the one that has the
 * services, and with them the clients. Thread-safe.
 */
final class Judgement {
  /**
   * A service that nobody takes for so long, or for a lease if that is longer, is none to wait for:
   * it is stopped, or has failed.
   */
  static final Duration TAKING = Duration.ofSeconds(2);

  /** A doubt is over for so many heartbeats until the last holder is looked for again. */
  private static final int DOUBT_HEARTBEATS = 5;

  /** And to look takes at most this. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final String node;
  private final boolean twoMayDecide;
  private final long takingNanos;
  private final long doubtNanos;
  private final Map<String, Long> downSince = new HashMap<>();
  private final Map<String, Long> doubtedAt = new HashMap<>();
  private Long quorateSince;

  /**
   * @param node this node
   * @param quorum of the parts of a split at most one has a majority: whoever may decide is alone
   */
  Judgement(String node, QuorumPolicy quorum, Preset preset) {
    this.node = node;
    this.twoMayDecide = quorum != QuorumPolicy.MAJORITY;
    this.takingNanos = Math.max(TAKING.toNanos(), preset.lease().toNanos());
    this.doubtNanos = LOOK.plus(preset.heartbeat().multipliedBy(DOUBT_HEARTBEATS)).toNanos();
  }

  /**
   * Remembers what is known now, for what is decided later: since when a node is down, and that a
   * last holder answered.
   *
   * @param nanos as {@link System#nanoTime()}
   */
  synchronized void saw(Snapshot known, long nanos) {
    if (!known.quorate()) {
      quorateSince = null;
    } else if (quorateSince == null) {
      quorateSince = nanos;
    }
    Set<String> heard = new HashSet<>();
    heard.add(node);
    for (Snapshot.Peer peer : known.peers()) {
      if (peer.state() == PeerState.DOWN) {
        downSince.putIfAbsent(peer.node(), nanos);
      } else {
        downSince.remove(peer.node());
        heard.add(peer.node());
      }
    }
    doubtedAt.keySet().retainAll(known.services().keySet());
    known.services().forEach((name, service) -> remember(name, service, heard, nanos));
  }

  private void remember(String name, Snapshot.Service service, Set<String> heard, long nanos) {
    boolean isUp = false;
    for (String by : heard) {
      ServiceReport report = service.reports().get(by);
      if (report != null && report.state() == ServiceState.INDOUBT) {
        doubtedAt.put(name, nanos);
        return;
      }
      isUp |= report != null && report.state() == ServiceState.UP;
    }
    if (isUp) {
      doubtedAt.remove(name); // who has its addresses is known
    }
  }

  /**
   * Decides on what this node knows.
   *
   * @param silent the other node
   * @param nanos as {@link System#nanoTime()}
   */
  synchronized boolean allows(Snapshot known, String silent, long nanos) {
    saw(known, nanos);
    if (quorateSince == null || isInDoubt(nanos)) {
      return false;
    }
    Optional<Snapshot.Peer> peer =
        known.peers().stream().filter(each -> each.node().equals(silent)).findFirst();
    if (peer.isEmpty()) {
      return true;
    }
    // The links judge a little sooner than core: it has to be quorate without the silent one.
    Long since = downSince.get(silent);
    return since != null
        && peer.get().dispensable()
        && (isLongAgo(since, nanos) || (wasQuorateAt(since) && isNobodyWaitedFor(known)));
  }

  /**
   * Both for long: who has just come back to a part that may decide hears the others of it a moment
   * later, and to take them out before that would make two groups of what has become one again.
   */
  private boolean isLongAgo(long since, long nanos) {
    return nanos - since > takingNanos && nanos - quorateSince > takingNanos;
  }

  private boolean wasQuorateAt(long since) {
    return quorateSince - since <= 0;
  }

  private boolean isNobodyWaitedFor(Snapshot known) {
    return !twoMayDecide || known.services().values().stream().allMatch(this::isHeldByWhoIsHeard);
  }

  /** The last holder answers for an address, or did a moment ago. */
  private boolean isInDoubt(long nanos) {
    return doubtedAt.values().stream().anyMatch(at -> nanos - at <= doubtNanos);
  }

  /** What a node said before it was silent does not count: it stays in the view, and so is kept. */
  private boolean isHeldByWhoIsHeard(Snapshot.Service service) {
    return service.reports().entrySet().stream()
        .filter(e -> !downSince.containsKey(e.getKey()))
        .anyMatch(e -> e.getValue().state().isHolding() && e.getValue().claim() > 0);
  }
}
