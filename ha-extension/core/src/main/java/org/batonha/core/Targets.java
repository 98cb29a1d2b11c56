package org.batonha.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batonha.core.Placement.Group;

/**
 * Where the services of a group shall be: where an operator moves them; else where they are, if
 * that node is fit; else on the first fit node of the lead's preference. A group that moved too
 * often stays.
 */
final class Targets {
  private final Knowledge known;
  private final Placement placement;
  private final Nominations nominations;
  private final Moves moves;
  private final Map<String, Map<String, Long>> fitSince = new HashMap<>();
  private final Map<String, Long> warned = new HashMap<>();

  Targets(Knowledge known, Placement placement, Nominations nominations, Moves moves) {
    this.known = known;
    this.placement = placement;
    this.nominations = nominations;
    this.moves = moves;
  }

  /** This node does not nominate for a service any more. */
  void forget(String service) {
    fitSince.remove(service);
  }

  /** Returns since when a node is fit for a service that would go back to it, or {@code null}. */
  Long fitSince(String service, String node) {
    return fitSince.getOrDefault(service, Map.of()).get(node);
  }

  /**
   * Returns the node where a group shall be, {@code null} when no node is fit.
   *
   * @param wanted the members that shall run at all
   */
  String of(Group group, List<ServiceConfig> wanted, List<Decision> out, long now) {
    Moves.Move move = moves.of(group);
    if (move != null && isFitForAll(wanted, move.to())) {
      return move.to();
    }
    String current = current(group, wanted);
    long damped = dampedUntil(wanted);
    if (now < damped) {
      warnOfFlapping(group, damped, out);
      return current != null ? current : lastPlace(group, wanted);
    }
    String best = best(group, wanted);
    if (current == null) {
      return best;
    }
    boolean hasBetter = best != null && !isFitForAll(wanted, current) && isFitForAll(wanted, best);
    return hasBetter ? best : backHome(group, wanted, current, now);
  }

  private boolean isFitForAll(List<ServiceConfig> services, String node) {
    for (ServiceConfig service : services) {
      if (!placement.isFit(service, node)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the node that has most of the group; of equals, the one that the lead prefers. */
  private String current(Group group, List<ServiceConfig> wanted) {
    String most = null;
    int held = 0;
    for (String node : group.lead().preference()) {
      int count = 0;
      for (ServiceConfig service : wanted) {
        count += node.equals(whereabouts(service)) ? 1 : 0;
      }
      if (count > held) {
        most = node;
        held = count;
      }
    }
    return most;
  }

  private String whereabouts(ServiceConfig service) {
    String claimant = placement.claimant(service.name());
    return claimant == null ? nominations.nominee(service.name()) : claimant;
  }

  /**
   * Returns a node that is fit for all of the group, else for most of it; one that is behind comes
   * after others that are fit for all, or not for all, like it; of equals, the one that is
   * preferred.
   */
  private String best(Group group, List<ServiceConfig> wanted) {
    String best = null;
    int most = 0;
    for (String node : group.lead().preference()) {
      int rank = rank(wanted, node);
      if (rank > most) {
        best = node;
        most = rank;
      }
    }
    return best;
  }

  /** Returns 0 for a node that is fit for nothing. */
  private int rank(List<ServiceConfig> wanted, String node) {
    int fit = 0;
    for (ServiceConfig service : wanted) {
      fit += placement.isFit(service, node) ? 1 : 0;
    }
    if (fit == 0) {
      return 0;
    }
    int all = wanted.size();
    int notBehind = isBehindInAny(wanted, node) ? 0 : all;
    return fit + notBehind + (fit == all ? 2 * all : 0);
  }

  private boolean isBehindInAny(List<ServiceConfig> services, String node) {
    for (ServiceConfig service : services) {
      if (placement.isBehind(service, node)) {
        return true;
      }
    }
    return false;
  }

  /** Begins to go back when a node that the lead prefers has been fit for long enough. */
  private String backHome(Group group, List<ServiceConfig> wanted, String current, long now) {
    ServiceConfig lead = group.lead();
    if (lead.failback() != Failback.AUTO) {
      return current;
    }
    Map<String, Long> since = fitSince.computeIfAbsent(lead.name(), name -> new HashMap<>());
    for (String node : lead.preference()) {
      if (node.equals(current)) {
        break;
      } else if (!isFitForAll(wanted, node) || isBehindInAny(wanted, node)) {
        since.remove(node);
      } else if (now - fitFrom(since, wanted, node, now) >= lead.failbackDelay().toNanos()
          && known.peers.state(node) == PeerState.UP) {
        since.remove(node);
        moves.failback(lead, node, now);
        return node;
      }
    }
    return current;
  }

  /** It may have been unfit between two looks. */
  private long fitFrom(Map<String, Long> since, List<ServiceConfig> wanted, String node, long now) {
    long from = since.getOrDefault(node, now);
    for (ServiceConfig service : wanted) {
      from = Math.max(from, known.history.unfitAt(service.name(), node));
    }
    since.put(node, from);
    return from;
  }

  // ---- flapping

  private long dampedUntil(List<ServiceConfig> services) {
    long until = Quorum.NEVER;
    for (ServiceConfig service : services) {
      until = Math.max(until, known.history.dampedUntil(service));
    }
    return until;
  }

  /** A service that moved too often may start again where it was, but nowhere else. */
  private String lastPlace(Group group, List<ServiceConfig> wanted) {
    String last = known.history.lastHolder(group.lead().name()).orElse(null);
    return last != null && isFitForAll(wanted, last) ? last : null;
  }

  private void warnOfFlapping(Group group, long until, List<Decision> out) {
    ServiceConfig lead = group.lead();
    Long before = warned.put(lead.name(), until);
    if (before == null || before != until) {
      out.add(
          new Decision.Warn(
              "service '"
                  + lead.name()
                  + "' moved "
                  + lead.flapLimit()
                  + " times within "
                  + lead.flapWindow().toSeconds()
                  + " s: it stays where it is until that time has passed. Look for the cause, then"
                  + " move or start it"));
    }
  }
}
