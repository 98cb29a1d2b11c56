package org.batonha.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.batonha.core.Placement.Group;

/**
 * Chooses a holder for every service that has none, and asks a holder to yield when its service
 * shall be elsewhere. The nominator of a service is the first member of the view that has it
 * configured. It needs to be right about nothing: the voters decide.
 */
final class Nominator {
  private final Knowledge known;
  private final Reports reports;
  private final Peers peers;
  private final History history;
  private final Placement placement;
  private final Moves moves = new Moves();
  private final Map<String, Nomination> nominations = new HashMap<>();
  private final Map<String, Long> issued = new HashMap<>();
  private final Map<String, Long> fitSince = new HashMap<>();
  private final Map<String, Long> warned = new HashMap<>();
  private final Map<String, List<Message.Grant>> grants = new TreeMap<>();
  private final List<Message> toItself = new ArrayList<>();

  private record Nomination(Message.Grant grant, String holder, long at) {}

  Nominator(Knowledge known) {
    this.known = known;
    this.reports = known.reports;
    this.peers = known.peers;
    this.history = known.history;
    this.placement = new Placement(reports, peers, this::isGranted);
  }

  Placement placement() {
    return placement;
  }

  Moves moves() {
    return moves;
  }

  private boolean isGranted(String service, String node) {
    Nomination nomination = nominations.get(service);
    return nomination != null && nomination.holder.equals(node);
  }

  /** Returns who nominates for a service now, {@code null} when nobody does. */
  String nominatorOf(String service) {
    for (String node : peers.present()) {
      if (reports.get(node, service) != null) {
        return node;
      }
    }
    return null;
  }

  /**
   * Does the next thing for each service that this node nominates for.
   *
   * @return the messages to this node itself, which take no way over the network
   */
  List<Message> considerAll(List<Decision> out, long now) {
    String self = known.self();
    for (Group group : placement.groups()) {
      if (self.equals(nominatorOf(group.lead().name()))) {
        consider(group, out, now);
      } else {
        group.members().forEach(member -> giveUp(member.name()));
      }
    }
    grants.forEach((node, list) -> send(node, new Message.Grants(list), out));
    grants.clear();
    List<Message> own = List.copyOf(toItself);
    toItself.clear();
    return own;
  }

  private void send(String node, Message message, List<Decision> out) {
    if (node.equals(known.self())) {
      toItself.add(message);
    } else {
      out.add(new Decision.Send(node, message));
    }
  }

  private void giveUp(String service) {
    nominations.remove(service);
    moves.forget(service);
    fitSince.keySet().removeIf(key -> key.startsWith(service + " "));
  }

  private void consider(Group group, List<Decision> out, long now) {
    List<ServiceConfig> wanted = new ArrayList<>();
    for (ServiceConfig member : group.members()) {
      settleMove(member.name(), now);
      if (!isStopped(member.name())) {
        wanted.add(member);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    String target = target(group, wanted, out, now);
    for (ServiceConfig service : wanted) {
      String holder = claimant(service);
      if (holder != null) {
        attend(group, service, holder, target, out, now);
      } else if (!awaitsAnswer(service, now) && target != null && isFit(service, target)) {
        nominate(group, service, target, out, now);
      }
    }
  }

  private boolean isStopped(String service) {
    ServiceReport own = reports.get(known.self(), service);
    return own != null && own.stopped();
  }

  private boolean isFit(ServiceConfig service, String node) {
    return placement.isFit(service, node);
  }

  private boolean isFitForAll(List<ServiceConfig> services, String node) {
    for (ServiceConfig service : services) {
      if (!isFit(service, node)) {
        return false;
      }
    }
    return true;
  }

  // ---- who has it

  /** Returns the present node that claims a service, one that acts on it before one that asks. */
  private String claimant(ServiceConfig service) {
    String asking = null;
    for (String node : peers.present()) {
      ServiceReport report = reports.get(node, service.name());
      if (report != null && report.claim() > 0) {
        if (report.state() != ServiceState.RECOVER) {
          return node;
        }
        asking = asking == null ? node : asking;
      }
    }
    return asking;
  }

  private void settleMove(String service, long now) {
    Moves.Move move = moves.of(service);
    if (move == null) {
      return;
    }
    ServiceReport there = peers.isPresent(move.to()) ? reports.get(move.to(), service) : null;
    boolean arrived = there != null && there.state() == ServiceState.UP;
    boolean hopeless =
        there == null
            || now > move.until()
            || there.state() == ServiceState.FAIL
            || !there.unavailable().isEmpty();
    if (arrived || hopeless) {
      moves.finish(service);
    }
  }

  // ---- where it shall be

  private String target(Group group, List<ServiceConfig> wanted, List<Decision> out, long now) {
    Moves.Move move = move(group);
    if (move != null && isFitForAll(wanted, move.to())) {
      return move.to();
    }
    String current = current(group, wanted);
    long damped = dampedUntil(wanted);
    if (now < damped) {
      warnOfFlapping(group, damped, out);
      return current != null ? current : stay(group, wanted);
    }
    String best = best(group, wanted);
    if (current == null) {
      return best;
    }
    if (isFitForAll(wanted, current) || best == null || !isFitForAll(wanted, best)) {
      return failback(group, wanted, current, now) ? moves.of(group.lead().name()).to() : current;
    }
    return best;
  }

  private Moves.Move move(Group group) {
    for (ServiceConfig member : group.members()) {
      if (moves.of(member.name()) != null) {
        return moves.of(member.name());
      }
    }
    return null;
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
    String holder = claimant(service);
    Nomination nomination = holder == null ? nominations.get(service.name()) : null;
    return nomination == null ? holder : nomination.holder;
  }

  private String best(Group group, List<ServiceConfig> wanted) {
    String best = null;
    int fit = 0;
    for (String node : group.lead().preference()) {
      int count = 0;
      for (ServiceConfig service : wanted) {
        count += isFit(service, node) ? 1 : 0;
      }
      if (count > fit) {
        best = node;
        fit = count;
      }
    }
    return best;
  }

  /** Starts a failback when a node that the lead prefers has been fit for long enough. */
  private boolean failback(Group group, List<ServiceConfig> wanted, String current, long now) {
    ServiceConfig lead = group.lead();
    if (lead.failback() != Failback.AUTO) {
      return false;
    }
    for (String node : lead.preference()) {
      if (node.equals(current)) {
        return false;
      }
      String key = lead.name() + " " + node;
      if (!isFitForAll(wanted, node)) {
        fitSince.remove(key);
      } else if (now - fitSince.computeIfAbsent(key, k -> now) >= lead.failbackDelay().toNanos()) {
        fitSince.remove(key);
        moves.failback(lead, node, now);
        return true;
      }
    }
    return false;
  }

  /** Returns since when a node is fit for a service that would go back to it, or {@code null}. */
  Long fitSince(String service, String node) {
    return fitSince.get(service + " " + node);
  }

  // ---- flapping

  private long dampedUntil(List<ServiceConfig> services) {
    long until = Quorum.NEVER;
    for (ServiceConfig service : services) {
      until = Math.max(until, history.dampedUntil(service));
    }
    return until;
  }

  /** A service that moved too often may start again where it was, but nowhere else. */
  private String stay(Group group, List<ServiceConfig> wanted) {
    String last = history.lastHolder(group.lead().name()).orElse(null);
    return last != null && isFitForAll(wanted, last) ? last : null;
  }

  private void warnOfFlapping(Group group, long until, List<Decision> out) {
    String service = group.lead().name();
    if (warned.getOrDefault(service, Quorum.NEVER) != until) {
      warned.put(service, until);
      out.add(
          new Decision.Warn(
              "service '"
                  + service
                  + "' moved "
                  + group.lead().flapLimit()
                  + " times within "
                  + group.lead().flapWindow().toSeconds()
                  + " s: it stays where it is until that time has passed. Look for the cause, then"
                  + " move or start it"));
    }
  }

  // ---- doing it

  private void attend(
      Group group,
      ServiceConfig service,
      String holder,
      String target,
      List<Decision> out,
      long now) {
    ServiceReport report = reports.get(holder, service.name());
    if (report.state() == ServiceState.RECLAIM) {
      if (!awaitsAnswer(service, now) && isOnlyHolder(service.name(), holder)) {
        nominate(group, service, holder, out, now);
      }
      return;
    }
    nominations.remove(service.name());
    if (target != null && !target.equals(holder) && report.state() == ServiceState.UP) {
      String why = reasonToLeave(group, service, target);
      send(holder, new Message.Yield(service.name(), report.claim(), target, why), out);
    }
  }

  private boolean isOnlyHolder(String service, String holder) {
    for (String node : peers.present()) {
      ServiceReport report = reports.get(node, service);
      if (report != null && report.state().isHolding() && !node.equals(holder)) {
        return false;
      }
    }
    return true;
  }

  private String reasonToLeave(Group group, ServiceConfig service, String target) {
    Moves.Move move = move(group);
    if (move != null) {
      return move.reason();
    }
    return group.members().size() > 1
        ? "goes to " + target + " together with " + others(group, service)
        : "goes to " + target + ": " + placement.text(service, claimant(service));
  }

  private static List<String> others(Group group, ServiceConfig service) {
    return group.members().stream().filter(m -> m != service).map(ServiceConfig::name).toList();
  }

  /**
   * A nominee has some time to wait for the last holder's silence and to probe; one that has not
   * said yet that it knows of its grant is told again.
   */
  private boolean awaitsAnswer(ServiceConfig service, long now) {
    Nomination nomination = nominations.get(service.name());
    if (nomination == null) {
      return false;
    }
    ServiceReport report = reports.get(nomination.holder, service.name());
    long epoch = nomination.grant.epoch();
    boolean open =
        isFit(service, nomination.holder)
            && report.released() < epoch
            && now - nomination.at < LocalService.PATIENCE_LEASES * known.config().leaseNanos();
    if (!open) {
      nominations.remove(service.name());
    } else if (report.seen() < epoch) {
      grant(nomination.holder, nomination.grant);
    }
    return open;
  }

  private void grant(String holder, Message.Grant grant) {
    grants.computeIfAbsent(holder, node -> new ArrayList<>()).add(grant);
  }

  private void nominate(
      Group group, ServiceConfig service, String node, List<Decision> out, long now) {
    String name = service.name();
    long highest = Math.max(known.voter.known(name), issued.getOrDefault(name, 0L));
    highest = Math.max(highest, reports.highestSeen(name, known.config().nodes()));
    long epoch = Numbers.after(highest, known.self(), known.config().voters());
    Cause cause = cause(group, service, node);
    Message.Grant grant = new Message.Grant(name, epoch, cause, reason(cause, group, service));
    issued.put(name, epoch);
    nominations.put(name, new Nomination(grant, node, now));
    grant(node, grant);
    out.add(new Decision.Nominated(name, epoch, node, cause, grant.reason()));
  }

  private Cause cause(Group group, ServiceConfig service, String node) {
    ServiceReport report = reports.get(node, service.name());
    Moves.Move move = move(group);
    if (report.state() == ServiceState.RECLAIM) {
      return Cause.RECLAIM;
    } else if (move != null && move.to().equals(node)) {
      return move.cause();
    } else if (history.isOrdered(service.name())) {
      return Cause.OPERATOR;
    } else if (history.lastHolder(service.name()).isEmpty()) {
      return Cause.START;
    }
    boolean companion =
        group.members().stream().anyMatch(m -> m != service && node.equals(claimant(m)));
    return companion ? Cause.TOGETHER : Cause.FAILURE;
  }

  private String reason(Cause cause, Group group, ServiceConfig service) {
    Moves.Move move = move(group);
    return switch (cause) {
      case START -> "it had no holder yet";
      case RECLAIM -> "the other holder since the split has let go";
      case TOGETHER -> "goes together with " + others(group, service);
      case OPERATOR, FAILBACK -> move == null ? "started by an operator" : move.reason();
      case FAILURE -> whyGone(service);
    };
  }

  private String whyGone(ServiceConfig service) {
    String last = history.lastHolder(service.name()).orElseThrow();
    ServiceReport report = reports.get(last, service.name());
    if (!peers.isPresent(last) || report == null) {
      return last + (peers.view().contains(last) ? " is not heard" : " has left the view");
    }
    String why = report.unavailable().isEmpty() ? report.reason() : report.unavailable();
    return last + (report.state() == ServiceState.FAIL ? " failed: " : " let go: ") + why;
  }
}
