package org.batonha.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  /** Whatever a hostile host claims, a service has no more lines than this in that time. */
  static final int MOST_SAID = 4;

  /** So many rivals of a service are told apart; the oldest makes room. */
  private static final int MOST_RIVALS = 16;

  /** Who claims which address. */
  private record Rival(String address, String by) {}

  private static final class Times {
    long lastNanos;
    long saidNanos;
    boolean isSaid;
  }

  /** All claims of one service's addresses. */
  private static final class Contest {
    final Map<Rival, Times> rivals = new LinkedHashMap<>();
    final Deque<Long> saidAt = new ArrayDeque<>();
    Rival newest;
    long newestNanos;

    /** Returns whether it is to be said. */
    boolean takes(Rival rival, long now) {
      newest = rival;
      newestNanos = now;
      Times times = rivals.computeIfAbsent(rival, unknown -> new Times());
      if (rivals.size() > MOST_RIVALS) {
        rivals.remove(rivals.keySet().iterator().next());
      }
      boolean goesOn = times.isSaid && now - times.lastNanos < LASTS_NANOS;
      times.lastNanos = now;
      if (goesOn && now - times.saidNanos < SAID_AGAIN_NANOS || !hasRoom(now)) {
        return false;
      }
      times.isSaid = true;
      times.saidNanos = now;
      saidAt.add(now);
      return true;
    }

    private boolean hasRoom(long now) {
      while (!saidAt.isEmpty() && now - saidAt.peek() >= SAID_AGAIN_NANOS) {
        saidAt.remove();
      }
      return saidAt.size() < MOST_SAID;
    }
  }

  private final Map<String, Contest> contests = new HashMap<>();
  private final Knowledge known;

  Conflicts(Knowledge known) {
    this.known = known;
  }

  /** Another host claims an address; of no interest where the service is not held. */
  void claimed(Event.Claimed claimed, LocalService service, List<Decision> out, long now) {
    if (!service.isActing()) {
      return;
    }
    Contest contest = contests.computeIfAbsent(claimed.service(), name -> new Contest());
    Rival rival = new Rival(claimed.address(), claimed.by());
    if (contest.takes(rival, now)) {
      String text = text(rival, service.config());
      out.add(new Decision.Contested(claimed.service(), service.claim(), text));
    }
  }

  /** Returns a sentence about the newest conflict that a service is in now, if it is. */
  Optional<String> of(LocalService service, long now) {
    return Optional.ofNullable(contests.get(service.config().name()))
        .filter(contest -> now - contest.newestNanos < LASTS_NANOS && service.isActing())
        .map(
            contest ->
                (now - contest.newestNanos) / 1_000_000
                    + " ms ago "
                    + text(contest.newest, service.config()));
  }

  private String text(Rival rival, ServiceConfig service) {
    return rival.address + " is claimed by " + rival.by + ": " + meaning(service);
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
