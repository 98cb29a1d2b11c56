package org.batonha.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The coordinator's part: nominates a holder for every service that has none, and lets a holder go
 * when an operator moves its service. It needs to be right about nothing: the voters decide.
 */
final class Nominator {
  /** How long a nominee may take until it asks the voters, in heartbeats. */
  private static final int GRANT_PATIENCE_HEARTBEATS = 20;

  /** How many finished moves are remembered, so that a late repetition does not start one again. */
  private static final int REMEMBERED_MOVES = 64;

  private final Supplier<CoreConfig> config;
  private final Reports reports;
  private final long movePatienceNanos;
  private final Map<String, Grant> grants = new HashMap<>();
  private final Map<String, Move> moves = new HashMap<>();
  private final Deque<Long> finished = new ArrayDeque<>();

  private record Grant(long epoch, String holder, long at) {}

  private record Move(long id, String to, long until) {}

  Nominator(Supplier<CoreConfig> config, Reports reports, long movePatienceNanos) {
    this.config = config;
    this.reports = reports;
    this.movePatienceNanos = movePatienceNanos;
  }

  /** An operator's wish. Repeated until it is done, so the same one is noted once. */
  void request(Message.MoveRequest request, long now) {
    if (!finished.contains(request.id()) && !isPending(request)) {
      moves.put(request.service(), new Move(request.id(), request.to(), now + movePatienceNanos));
    }
  }

  private boolean isPending(Message.MoveRequest request) {
    Move move = moves.get(request.service());
    return move != null && move.id == request.id();
  }

  /** This node is not the coordinator, or not any more. */
  void stepDown() {
    grants.clear();
    moves.clear();
  }

  /** Looks at one service and does the next thing for it, if there is one. */
  void consider(ServiceConfig service, List<String> view, List<Decision> out, long now) {
    Optional<String> holder = claimant(service, view);
    settleMove(service.name(), holder, view, now);
    if (holder.isPresent()) {
      grants.remove(service.name());
      Move move = moves.get(service.name());
      if (move != null && !move.to.equals(holder.get())) {
        askToYield(service.name(), holder.get(), move.to, out);
      }
    } else if (!awaitsAnswer(service.name(), view, out, now)) {
      nominate(service, view, out, now);
    }
  }

  private Optional<String> claimant(ServiceConfig service, List<String> view) {
    List<String> claimants =
        view.stream()
            .filter(node -> reports.of(node, service.name()).filter(r -> r.claim() > 0).isPresent())
            .toList();
    return claimants.stream()
        .filter(node -> stateOn(node, service.name()) != ServiceState.RECOVER)
        .findFirst()
        .or(() -> claimants.stream().findFirst());
  }

  private void settleMove(String service, Optional<String> holder, List<String> view, long now) {
    Move move = moves.get(service);
    if (move == null) {
      return;
    }
    boolean arrived =
        holder.filter(move.to::equals).isPresent() && stateOn(move.to, service) == ServiceState.UP;
    boolean hopeless =
        now > move.until
            || !view.contains(move.to)
            || stateOn(move.to, service) == ServiceState.FAIL;
    if (arrived || hopeless) {
      moves.remove(service);
      if (finished.size() == REMEMBERED_MOVES) {
        finished.removeFirst();
      }
      finished.addLast(move.id);
    }
  }

  private ServiceState stateOn(String node, String service) {
    return reports.of(node, service).map(ServiceReport::state).orElse(null);
  }

  private void askToYield(String service, String holder, String to, List<Decision> out) {
    ServiceReport report = reports.of(holder, service).orElseThrow();
    if (report.state() == ServiceState.UP) {
      out.add(new Decision.Send(holder, new Message.Yield(service, report.claim(), to)));
    }
  }

  /**
   * A nominee has some time to wait for the last holder's silence and to probe; one that has not
   * said yet that it knows of its grant is told again.
   */
  private boolean awaitsAnswer(String service, List<String> view, List<Decision> out, long now) {
    Grant grant = grants.get(service);
    if (grant == null) {
      return false;
    }
    boolean open =
        isEligible(grant.holder, service, view)
            && reports.of(grant.holder, service).filter(r -> r.released() < grant.epoch).isPresent()
            && now - grant.at < GRANT_PATIENCE_HEARTBEATS * config.get().heartbeatNanos();
    if (!open) {
      grants.remove(service);
      return false;
    }
    if (reports.of(grant.holder, service).filter(r -> r.seen() < grant.epoch).isPresent()) {
      out.add(
          new Decision.Send(grant.holder, new Message.Grant(service, grant.epoch, grant.holder)));
    }
    return true;
  }

  private void nominate(ServiceConfig service, List<String> view, List<Decision> out, long now) {
    Optional<String> candidate = candidate(service, view);
    if (candidate.isEmpty()) {
      return;
    }
    long epoch = epochAfter(reports.highestSeen(service.name()));
    grants.put(service.name(), new Grant(epoch, candidate.get(), now));
    out.add(
        new Decision.Send(
            candidate.get(), new Message.Grant(service.name(), epoch, candidate.get())));
  }

  /**
   * Returns the next epoch that only this node gives out: each nominator has its own residue, so
   * that two of them never give one epoch to two nodes, as with the ballots of Paxos.
   */
  private long epochAfter(long highest) {
    List<String> nodes = config.get().nodes();
    long own = nodes.indexOf(config.get().node());
    long epoch = highest - highest % nodes.size() + own;
    return epoch > highest ? epoch : epoch + nodes.size();
  }

  private Optional<String> candidate(ServiceConfig service, List<String> view) {
    Move move = moves.get(service.name());
    if (move != null && isEligible(move.to, service.name(), view)) {
      return Optional.of(move.to);
    }
    return service.preference().stream()
        .filter(node -> isEligible(node, service.name(), view))
        .findFirst();
  }

  private boolean isEligible(String node, String service, List<String> view) {
    return view.contains(node)
        && reports
            .of(node, service)
            .filter(report -> report.state() == ServiceState.RECOVER && !report.unavailable())
            .isPresent();
  }
}
