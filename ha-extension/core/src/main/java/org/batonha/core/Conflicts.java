package org.batonha.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What other hosts claim of what this node holds: evidence of a split that no message shows, or of
 * an address that is configured twice. It is said and explained, and changes nothing: who holds is
 * decided by the voters, and a host that claims an address could otherwise stop any service.
 */
final class Conflicts {
  /** For so long after the last claim a conflict goes on; a sentinel tells of one each second. */
  static final long LASTS_NANOS = 10_000_000_000L;

  /** One that goes on is said again so often. */
  static final long SAID_AGAIN_NANOS = 60_000_000_000L;

  /** The newest claim of a service's addresses. */
  private record Conflict(String address, String by, long lastNanos, long saidNanos) {
    boolean isOf(Event.Claimed claimed) {
      return address.equals(claimed.address()) && by.equals(claimed.by());
    }

    boolean lastsAt(long now) {
      return now - lastNanos < LASTS_NANOS;
    }
  }

  private final Map<String, Conflict> conflicts = new HashMap<>();
  private final Knowledge known;

  Conflicts(Knowledge known) {
    this.known = known;
  }

  /** Another host claims an address; of no interest where the service is not held. */
  void claimed(Event.Claimed claimed, LocalService service, List<Decision> out, long now) {
    if (!service.isActing()) {
      return;
    }
    Conflict before = conflicts.get(claimed.service());
    boolean goesOn = before != null && before.isOf(claimed) && before.lastsAt(now);
    boolean isSaid = !goesOn || now - before.saidNanos >= SAID_AGAIN_NANOS;
    Conflict conflict =
        new Conflict(claimed.address(), claimed.by(), now, isSaid ? now : before.saidNanos);
    conflicts.put(claimed.service(), conflict);
    if (isSaid) {
      String text = text(conflict, service.config());
      out.add(new Decision.Contested(claimed.service(), service.claim(), text));
    }
  }

  /** Returns a sentence about the conflict that a service is in now, if it is. */
  Optional<String> of(LocalService service, long now) {
    return Optional.ofNullable(conflicts.get(service.config().name()))
        .filter(conflict -> conflict.lastsAt(now) && service.isActing())
        .map(
            conflict ->
                (now - conflict.lastNanos) / 1_000_000
                    + " ms ago "
                    + text(conflict, service.config()));
  }

  private String text(Conflict conflict, ServiceConfig service) {
    return conflict.address + " is claimed by " + conflict.by + ": " + meaning(service);
  }

  private String meaning(ServiceConfig service) {
    List<String> others =
        service.preference().stream().filter(node -> !node.equals(known.self())).toList();
    List<String> holders = others.stream().filter(node -> says(node, service)).toList();
    if (!holders.isEmpty()) {
      return holders + " holds it, too, and says so: one of the two gives it up now";
    }
    List<String> silent =
        others.stream().filter(node -> known.peers.state(node) != PeerState.UP).toList();
    if (!silent.isEmpty()) {
      return "nothing is heard here of "
          + silent
          + ", which may hold it, too: the network may be split between the nodes, while clients"
          + " reach both";
    }
    return "all its nodes are heard here, and none says to hold it: a host outside of the cluster"
        + " has the address; find it by its MAC";
  }

  private boolean says(String node, ServiceConfig service) {
    ServiceReport report = known.reports.get(node, service.name());
    return known.peers.isPresent(node) && report != null && report.state().isHolding();
  }
}
