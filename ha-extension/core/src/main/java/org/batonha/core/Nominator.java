package org.batonha.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.batonha.core.Placement.Group;

/**
 * Chooses a holder for every service that has none, and asks a holder to yield when its service
 * shall be elsewhere. The nominator of a service is the first member of the view that has it
 * configured. It needs to be right about nothing: the voters decide.
 */
final class Nominator {
  private final Knowledge known;
  private final Nominations nominations;
  private final Placement placement;
  private final Moves moves = new Moves();
  private final Targets targets;
  private final List<Message> toItself = new ArrayList<>();

  Nominator(Knowledge known) {
    this.known = known;
    this.nominations = new Nominations(known);
    this.placement = new Placement(known, nominations);
    this.targets = new Targets(known, placement, nominations, moves);
  }

  Placement placement() {
    return placement;
  }

  Moves moves() {
    return moves;
  }

  /** Returns since when a node is fit for a service that would go back to it, or {@code null}. */
  Long fitSince(String service, String node) {
    return targets.fitSince(service, node);
  }

  /** Returns who nominates for a service now, {@code null} when nobody does. */
  String nominatorOf(String service) {
    for (String node : known.peers.present()) {
      if (known.reports.get(node, service) != null) {
        return node;
      }
    }
    return null;
  }

  /**
   * Does the next thing for each of these services that this node nominates for, and for those that
   * depend on where they are.
   *
   * @return the messages to this node itself, which take no way over the network
   */
  List<Message> consider(Agenda.Services considered, List<Decision> out, long now) {
    for (Group group : placement.groups()) {
      if (!considered.isAll() && !isConcerned(group, considered.names())) {
        continue;
      } else if (known.self().equals(nominatorOf(group.lead().name()))) {
        consider(group, out, now);
      } else {
        group.members().forEach(member -> standBack(member.name()));
      }
    }
    nominations.take().forEach((node, grants) -> send(node, new Message.Grants(grants), out));
    List<Message> own = List.copyOf(toItself);
    toItself.clear();
    return own;
  }

  private boolean isConcerned(Group group, Set<String> changed) {
    for (ServiceConfig member : group.members()) {
      if (changed.contains(member.name())
          || !Collections.disjoint(placement.apartFrom(member.name()), changed)) {
        return true;
      }
    }
    return false;
  }

  private void send(String node, Message message, List<Decision> out) {
    if (node.equals(known.self())) {
      toItself.add(message);
    } else {
      out.add(new Decision.Send(node, message));
    }
  }

  /** Another node nominates: what was begun here is void. */
  private void standBack(String service) {
    nominations.close(service);
    moves.forget(service);
    targets.forget(service);
  }

  private void consider(Group group, List<Decision> out, long now) {
    List<ServiceConfig> wanted = new ArrayList<>();
    for (ServiceConfig member : group.members()) {
      settleMove(group, member.name(), now);
      if (isStopped(member.name())) {
        nominations.close(member.name()); // whoever was asked to take it will not
      } else {
        wanted.add(member);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    String target = targets.of(group.ledByOneOf(wanted), wanted, out, now);
    for (ServiceConfig service : wanted) {
      String holder = placement.claimant(service.name());
      if (holder != null) {
        attend(group, service, holder, target, out, now);
      } else if (!nominations.await(service, placement, now)
          && target != null
          && nominations.isTimely(service.name(), now)
          && placement.isFit(service, target)) {
        nominate(group, service, target, out, now);
      }
    }
  }

  private boolean isStopped(String service) {
    ServiceReport own = known.reports.get(known.self(), service);
    return own != null && own.stopped();
  }

  private void settleMove(Group group, String service, long now) {
    Moves.Move move = moves.of(service);
    if (move == null) {
      return;
    }
    ServiceReport there =
        known.peers.isPresent(move.to()) ? known.reports.get(move.to(), service) : null;
    boolean isHopeless =
        there == null
            || now > move.until(group)
            || there.state() == ServiceState.FAIL
            || !there.unavailable().isEmpty();
    if (isHopeless || haveArrived(group, move.to()) || isForfeited(service, move)) {
      moves.finish(service);
    }
  }

  /** Those of a group stop one after the other: the first to come must not go back to the last. */
  private boolean haveArrived(Group group, String to) {
    for (ServiceConfig member : group.members()) {
      ServiceReport there = known.reports.get(to, member.name());
      boolean isAway =
          there != null && there.state() != ServiceState.UP && there.state() != ServiceState.FAIL;
      if (isAway && !isStopped(member.name())) {
        return false;
      }
    }
    return true;
  }

  /** A node that was unfit, or restarted, since a failback to it began has to wait again. */
  private boolean isForfeited(String service, Moves.Move move) {
    return move.cause() == Cause.FAILBACK
        && known.history.unfitAt(service, move.to()) > move.since();
  }

  /** There is a holder, or somebody who asks to be one. */
  private void attend(
      Group group,
      ServiceConfig service,
      String holder,
      String target,
      List<Decision> out,
      long now) {
    ServiceReport report = known.reports.get(holder, service.name());
    if (report.state() == ServiceState.RECLAIM) {
      if (!nominations.await(service, placement, now)
          && nominations.isTimely(service.name(), now)
          && isOnlyHolder(service.name(), holder)) {
        nominate(group, service, holder, out, now);
      }
      return;
    }
    nominations.close(service.name());
    if (target != null && !target.equals(holder) && report.state() == ServiceState.UP) {
      String why = reasonToLeave(group, service, holder, target);
      send(holder, new Message.Yield(service.name(), report.claim(), target, why), out);
    }
  }

  private boolean isOnlyHolder(String service, String holder) {
    for (String node : known.peers.present()) {
      ServiceReport report = known.reports.get(node, service);
      if (report != null && report.state().isHolding() && !node.equals(holder)) {
        return false;
      }
    }
    return true;
  }

  private void nominate(
      Group group, ServiceConfig service, String node, List<Decision> out, long now) {
    Cause cause = cause(group, service, node);
    String reason = reason(cause, group, service);
    Message.Grant grant = nominations.nominate(service.name(), node, cause, reason, now);
    out.add(new Decision.Nominated(service.name(), grant.epoch(), node, cause, reason));
  }

  // ---- why

  private Cause cause(Group group, ServiceConfig service, String node) {
    Moves.Move move = moves.of(group);
    if (known.reports.get(node, service.name()).state() == ServiceState.RECLAIM) {
      return Cause.RECLAIM;
    } else if (move != null && move.to().equals(node)) {
      return move.cause();
    } else if (known.history.isOrdered(service.name())) {
      return Cause.OPERATOR;
    } else if (known.history.lastHolder(service.name()).isEmpty()) {
      return Cause.START;
    }
    if (isPlanned(service)) {
      return Cause.OPERATOR;
    }
    boolean hasCompanion =
        group.members().stream()
            .anyMatch(m -> m != service && node.equals(placement.claimant(m.name())));
    return hasCompanion ? Cause.TOGETHER : Cause.FAILURE;
  }

  private String reason(Cause cause, Group group, ServiceConfig service) {
    Moves.Move move = moves.of(group);
    return switch (cause) {
      case START -> "it had no holder yet";
      case RECLAIM -> "nobody else holds it now, and a newer epoch was given out meanwhile";
      case TOGETHER -> "goes together with " + group.others(service);
      case OPERATOR, FAILBACK -> move == null ? whyOrdered(service) : move.reason();
      case FAILURE -> whyGone(service);
    };
  }

  private String whyOrdered(ServiceConfig service) {
    return known.history.isOrdered(service.name()) ? "started by an operator" : whyGone(service);
  }

  /** Whether the last holder let go because somebody wanted it to: no sign of trouble. */
  private boolean isPlanned(ServiceConfig service) {
    String last = known.history.lastHolder(service.name()).orElseThrow();
    ServiceReport report =
        known.peers.isPresent(last) ? known.reports.get(last, service.name()) : null;
    return report != null
        && (!report.unavailable().isEmpty()
            || report.reason().equals(LocalService.FAILED_BY_OPERATOR));
  }

  private String reasonToLeave(Group group, ServiceConfig service, String holder, String target) {
    Moves.Move move = moves.of(group);
    if (move != null) {
      return move.reason();
    }
    return group.members().size() > 1
        ? "goes to " + target + " together with " + group.others(service)
        : "goes to " + target + ": " + placement.text(service, holder);
  }

  private String whyGone(ServiceConfig service) {
    String last = known.history.lastHolder(service.name()).orElseThrow();
    ServiceReport report = known.reports.get(last, service.name());
    if (!known.peers.isPresent(last) || report == null) {
      return last + (known.peers.view().contains(last) ? " is not heard" : " has left the view");
    }
    String why = report.unavailable().isEmpty() ? report.reason() : report.unavailable();
    return last + (report.state() == ServiceState.FAIL ? " failed: " : " let go: ") + why;
  }
}
