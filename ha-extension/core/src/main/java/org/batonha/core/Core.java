package org.batonha.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All decisions of one node: it is told what happened and when, and answers what to do.
 *
 * <p>Not thread-safe: one thread owns it. Times are monotonic nanoseconds, not negative, and never
 * go back. Every node is a voter, may hold services, and may find itself coordinator.
 */
public final class Core {
  /** After how long a move that does not succeed is given up. */
  static final long MOVE_PATIENCE_NANOS = 10_000_000_000L;

  /** How often a leaving node says that it holds nothing any more, before it goes. */
  private static final int FAREWELLS = 3;

  private CoreConfig config;
  private final long boot;
  private final Voter voter;
  private final Quorum quorum;
  private final LeaseClock clock = new LeaseClock();
  private final Reports reports = new Reports();
  private final Nominator nominator;
  private final Commands commands;
  private final Map<String, LocalService> services = new TreeMap<>();

  private List<String> members = List.of();
  private List<String> view = List.of();
  private long viewSince;
  private long lastStep;
  private long lastRenewal = Quorum.NEVER;
  private long judgesFrom = Quorum.NEVER;
  private boolean available = true;
  private boolean hurry;
  private int farewells = -1;

  /**
   * Creates the decisions of a node that has just started.
   *
   * @param boot tells this run of the node from its earlier ones
   * @param now the time
   */
  public Core(CoreConfig config, long boot, long now) {
    this.config = config;
    this.boot = boot;
    this.voter = new Voter(config.beliefNanos(), now);
    this.quorum = new Quorum(config);
    this.nominator = new Nominator(() -> this.config, reports, MOVE_PATIENCE_NANOS);
    this.commands = new Commands(reports, MOVE_PATIENCE_NANOS);
    this.lastStep = now;
  }

  /**
   * Takes in what happened and returns what to do, in this order.
   *
   * @param now when it is handled
   */
  public List<Decision> step(Event event, long now) {
    List<Decision> out = new ArrayList<>();
    noticeStall(now);
    handle(event, out, now);
    advance(out, now);
    return out;
  }

  /** Returns the members of the view that are configured nodes, the coordinator first. */
  public List<String> view() {
    return view;
  }

  /** Returns the node that nominates holders now, if there is one. */
  public Optional<String> coordinator() {
    return view.stream().findFirst();
  }

  /** Returns whether this node is in a part of the cluster that may decide. */
  public boolean isQuorate(long now) {
    return quorum.isQuorate(Set.copyOf(view), now);
  }

  /** Returns what {@code node} said last of a service; nothing when it is not in the view. */
  public Optional<ServiceReport> report(String node, String service) {
    return reports.of(node, service);
  }

  /** Returns the services that are configured here, in the order of their names. */
  public List<ServiceConfig> services() {
    return services.values().stream()
        .filter(service -> !service.isRemoved())
        .map(LocalService::config)
        .toList();
  }

  /** Returns the highest epoch of a service that is known here, 0 for none. */
  public long epoch(String service) {
    return reports.highestSeen(service);
  }

  /** Returns until when this node may act on a service, unless renewed; empty when it may not. */
  public Optional<Long> leaseUntil(String service) {
    return Optional.ofNullable(services.get(service))
        .filter(local -> local.state() == ServiceState.UP)
        .map(LocalService::leaseUntil);
  }

  /**
   * A node that was late itself judges nobody: what it missed may still wait in its queues. So it
   * nominates nobody for a full lease.
   */
  private void noticeStall(long now) {
    if (now - lastStep > 2 * config.heartbeatNanos()) {
      judgesFrom = now + config.leaseNanos();
    }
    lastStep = now;
  }

  private void handle(Event event, List<Decision> out, long now) {
    if (event instanceof Event.ViewChanged changed) {
      viewChanged(changed.members(), out, now);
    } else if (event instanceof Event.Received received) {
      received(received.from(), received.message(), out, now);
    } else if (event instanceof Event.WitnessAnswered answered) {
      quorum.witnessAnswered(answered.witness(), answered.sentNanos());
    } else if (event instanceof Event.NodesChanged changed) {
      nodesChanged(changed.nodes(), out, now);
    } else if (event instanceof Event.ServiceAdded added) {
      serviceAdded(added.service(), now);
    } else if (event instanceof Event.ServiceRemoved removed) {
      find(removed.service()).ifPresent(service -> service.remove(out, now));
    } else if (event instanceof Event.Probed probed) {
      find(probed.service()).ifPresent(service -> service.probed(probed, out, now));
      hurry = true;
    } else if (event instanceof Event.Started started) {
      find(started.service()).ifPresent(service -> service.started(started.epoch(), out, now));
      hurry = true;
    } else if (event instanceof Event.StartFailed failed) {
      startFailed(failed, out, now);
    } else if (event instanceof Event.Stopped stopped) {
      find(stopped.service()).ifPresent(service -> service.stopped(stopped.epoch(), out, now));
      hurry = true;
    } else if (event instanceof Event.Lost lost) {
      find(lost.service()).ifPresent(service -> service.lost(lost, out, now));
    } else if (event instanceof Event.MoveCommand move) {
      moveCommand(move, out, now);
    } else if (event instanceof Event.RecoverCommand recover) {
      recoverCommand(recover, out, now);
    } else if (event instanceof Event.Availability availability) {
      available(availability, out, now);
    } else if (event instanceof Event.Leave) {
      leave(out, now);
    }
  }

  private Optional<LocalService> find(String service) {
    return Optional.ofNullable(services.get(service));
  }

  private void nodesChanged(List<String> nodes, List<Decision> out, long now) {
    config = config.withNodes(nodes);
    quorum.configure(config);
    voter.restart(now);
    viewChanged(members, out, now);
  }

  private void viewChanged(List<String> others, List<Decision> out, long now) {
    members = others;
    for (String member : members) {
      if (!services.isEmpty() && !config.nodes().contains(member)) {
        out.add(
            new Decision.Warn(
                "member '"
                    + member
                    + "' is not one of the configured nodes "
                    + config.nodes()
                    + " and has no vote: add it to 'nodes' on every server"));
      }
    }
    view = members.stream().filter(config.nodes()::contains).distinct().toList();
    viewSince = now;
    reports.retain(Set.copyOf(view));
    hurry = true;
  }

  private void serviceAdded(ServiceConfig service, long now) {
    LocalService old = services.get(service.name());
    if (old != null && old.isRemoved()) {
      old.replaceWith(service);
    } else if (old != null) {
      throw new IllegalStateException("service '" + service.name() + "' is configured already");
    } else {
      LocalService added = new LocalService(service, config, now);
      added.heardOf(voter.known(service.name()));
      services.put(service.name(), added);
    }
    hurry = true;
  }

  private void startFailed(Event.StartFailed failed, List<Decision> out, long now) {
    find(failed.service())
        .ifPresent(
            service -> {
              boolean alone = !quorum.byMajority(service.acks(), now);
              service.startFailed(failed, alone, out, now);
            });
    hurry = true;
  }

  private void moveCommand(Event.MoveCommand move, List<Decision> out, long now) {
    LocalService service = services.get(move.service());
    if (service == null || service.isRemoved()) {
      out.add(new Decision.CommandFailed(move.id(), unknownService(move.service())));
    } else {
      commands.move(move, service.config(), view, out, now);
    }
    hurry = true;
  }

  private void recoverCommand(Event.RecoverCommand recover, List<Decision> out, long now) {
    LocalService service = services.get(recover.service());
    if (service == null || service.isRemoved()) {
      out.add(new Decision.CommandFailed(recover.id(), unknownService(recover.service())));
    } else if (service.state() != ServiceState.FAIL) {
      out.add(
          new Decision.CommandFailed(
              recover.id(),
              "service '"
                  + recover.service()
                  + "' is in "
                  + service.state()
                  + " on this node, not in FAIL: there is nothing to recover"));
    } else {
      service.recover(out, now);
      out.add(
          new Decision.CommandDone(
              recover.id(), "service '" + recover.service() + "' may be started here again"));
      hurry = true;
    }
  }

  private String unknownService(String service) {
    return "there is no service '"
        + service
        + "' on this node: it has "
        + services.values().stream()
            .filter(s -> !s.isRemoved())
            .map(s -> s.config().name())
            .toList();
  }

  private void available(Event.Availability availability, List<Decision> out, long now) {
    available = availability.available();
    hurry = true;
    if (!available) {
      giveUpAll(availability.reason(), out, now);
    }
  }

  private void leave(List<Decision> out, long now) {
    if (farewells < 0) {
      farewells = FAREWELLS;
      hurry = true;
      giveUpAll("this node is leaving", out, now);
    }
  }

  private void giveUpAll(String why, List<Decision> out, long now) {
    services.values().forEach(service -> service.giveUp(why, out, now));
  }

  private boolean takesNothing() {
    return !available || farewells >= 0;
  }

  private void received(String from, Message message, List<Decision> out, long now) {
    if (!config.nodes().contains(from) || from.equals(config.node())) {
      return;
    }
    if (message instanceof Message.Renew renew) {
      renew(from, renew, out, now);
    } else if (message instanceof Message.Ack ack) {
      ack(from, ack, out, now);
    } else if (message instanceof Message.Grant grant) {
      grant(grant, now);
    } else if (message instanceof Message.Yield yield) {
      yieldTo(from, yield, out, now);
    } else if (message instanceof Message.MoveRequest request && isCoordinator()) {
      nominator.request(request, now);
    }
  }

  private void renew(String from, Message.Renew renew, List<Decision> out, long now) {
    if (view.contains(from) && reports.put(from, renew)) {
      hurry |= isCoordinator() || services.values().stream().anyMatch(LocalService::isWanting);
    }
    List<Verdict> verdicts = judge(from, renew.boot(), renew.services(), now);
    if (!verdicts.isEmpty()) {
      out.add(new Decision.Send(from, new Message.Ack(renew.boot(), renew.seq(), verdicts)));
    }
  }

  /** Answers every claim in a renewal; a voter that has just started answers nothing. */
  private List<Verdict> judge(String node, long boot, List<ServiceReport> said, long now) {
    List<Verdict> verdicts = new ArrayList<>();
    for (ServiceReport report : said) {
      voter.released(report.service(), report.released(), node, boot);
      if (report.claim() > 0 && !voter.isSilent(now)) {
        verdicts.add(voter.judge(report.service(), report.claim(), node, boot, now));
      }
      find(report.service()).ifPresent(service -> service.heardOf(report.claim()));
    }
    return verdicts;
  }

  private void ack(String from, Message.Ack ack, List<Decision> out, long now) {
    if (ack.boot() == boot) {
      long sentAt = clock.sentAt(ack.seq());
      ack.verdicts().forEach(verdict -> count(from, verdict, sentAt, out, now));
    }
  }

  private void count(String from, Verdict verdict, long sentAt, List<Decision> out, long now) {
    LocalService service = services.get(verdict.service());
    if (service == null) {
      return;
    }
    switch (verdict.kind()) {
      case ACK -> service.acked(from, verdict.epoch(), sentAt);
      case NOT_YET -> service.notYet(verdict.epoch(), verdict.known(), verdict.waitNanos(), now);
      case DISOWNED -> service.disowned(from, verdict.epoch(), verdict.known(), out, now);
    }
  }

  private void grant(Message.Grant grant, long now) {
    LocalService service = services.get(grant.service());
    if (service == null) {
      return;
    }
    if (grant.holder().equals(config.node()) && !takesNothing()) {
      service.granted(grant.epoch(), now);
      hurry |= service.isNominated();
    } else {
      service.heardOf(grant.epoch());
    }
  }

  private void yieldTo(String from, Message.Yield yield, List<Decision> out, long now) {
    find(yield.service())
        .filter(service -> service.state() == ServiceState.UP)
        .filter(service -> service.claim() == yield.epoch())
        .ifPresent(
            service ->
                service.stop(
                    "moved to '" + yield.to() + "' (asked by coordinator '" + from + "')",
                    out,
                    now));
  }

  private boolean isCoordinator() {
    return !view.isEmpty() && view.get(0).equals(config.node());
  }

  /** What follows from the new state of things, whatever the event was. */
  private void advance(List<Decision> out, long now) {
    services.values().forEach(service -> service.tick(out, now));
    hurry |= services.values().stream().filter(service -> service.shouldAskAgain(now)).count() > 0;
    boolean beat = lastRenewal == Quorum.NEVER || now - lastRenewal >= config.heartbeatNanos();
    if (beat || hurry) {
      hurry = false;
      sendRenewal(out, now);
      askCoordinator(out, now);
      nominate(out, now);
      sayFarewell(out);
      clearRemoved(now);
    }
    services.values().forEach(service -> useAcks(service, out, now));
    commands.settle(out, now);
    services.values().forEach(service -> pursue(service, out, now));
    if (hurry) {
      // A nomination that was taken just now: ask for it at once, not a heartbeat later.
      hurry = false;
      sendRenewal(out, now);
      services.values().forEach(service -> useAcks(service, out, now));
    }
  }

  /** A nominee asks the voters; one that is alone waits for silence, and probes, before. */
  private void pursue(LocalService service, List<Decision> out, long now) {
    if (!service.isNominated() || takesNothing()) {
      return;
    }
    if (!quorum.isAlone(Set.copyOf(view))) {
      service.ask();
      hurry = true;
    } else if (voter.isFree(service.config().name(), config.node(), boot, now)) {
      service.probe(out);
    }
  }

  /** Tells everybody, this node's own voter first, what is held, wanted, released and known. */
  private void sendRenewal(List<Decision> out, long now) {
    lastRenewal = now;
    List<ServiceReport> own =
        services.values().stream().map(service -> service.report(takesNothing())).toList();
    Message.Renew renewal = new Message.Renew(boot, clock.next(now), own);
    if (view.contains(config.node())) {
      reports.put(config.node(), renewal);
    }
    out.add(new Decision.Send(null, renewal));
    judge(config.node(), boot, own, now)
        .forEach(verdict -> count(config.node(), verdict, now, out, now));
  }

  /** Removed services go when everybody was told that they hold nothing any more. */
  private void clearRemoved(long now) {
    for (LocalService old : List.copyOf(services.values())) {
      if (old.isGone()) {
        services.remove(old.config().name());
        old.successor()
            .ifPresent(config -> services.put(config.name(), LocalService.after(old, config, now)));
      }
    }
  }

  private void askCoordinator(List<Decision> out, long now) {
    for (Message.MoveRequest request : commands.requests()) {
      if (isCoordinator()) {
        nominator.request(request, now);
      } else {
        coordinator().ifPresent(node -> out.add(new Decision.Send(node, request)));
      }
    }
  }

  private void nominate(List<Decision> out, long now) {
    if (!isCoordinator()) {
      nominator.stepDown();
      return;
    }
    Set<String> present = Set.copyOf(view);
    if (now < judgesFrom || !hasHeardEnough(now) || !quorum.isQuorate(present, now)) {
      return;
    }
    List<Decision> nominations = new ArrayList<>();
    services.values().stream()
        .filter(service -> !service.isRemoved())
        .forEach(service -> nominator.consider(service.config(), view, nominations, now));
    for (Decision decision : nominations) {
      if (decision instanceof Decision.Send send && send.to().equals(config.node())) {
        handleOwn(send.message(), out, now);
      } else {
        out.add(decision);
      }
    }
  }

  /** A message of this node's coordinator to itself takes no way over the network. */
  private void handleOwn(Message message, List<Decision> out, long now) {
    if (message instanceof Message.Grant grant) {
      grant(grant, now);
    } else if (message instanceof Message.Yield yield) {
      yieldTo(config.node(), yield, out, now);
    }
  }

  /** Whether every member has reported since it joined, or had a lease's time to do so. */
  private boolean hasHeardEnough(long now) {
    Set<String> missing = new HashSet<>(view);
    missing.removeAll(reports.heardFrom());
    return missing.isEmpty() || now - viewSince > config.leaseNanos();
  }

  private void sayFarewell(List<Decision> out) {
    boolean idle =
        services.values().stream()
            .noneMatch(s -> s.isActing() || s.state() == ServiceState.STOPPING);
    if (farewells > 0 && idle && --farewells == 0) {
      out.add(new Decision.Left());
    }
  }

  private void useAcks(LocalService service, List<Decision> out, long now) {
    long until = quorum.leaseUntil(service.acks());
    if (service.isActing()) {
      service.renewed(until, out);
    } else if (service.isWanting()
        && !takesNothing()
        && quorum.mayStart(service.acks(), Set.copyOf(view), now)) {
      boolean handedOver =
          quorum.byMajority(service.acks(), now) && reports.anyReleased(service.config().name());
      String why = "a quorum acked epoch " + service.claim();
      service.start(until, !handedOver && !service.isProbed(), why, out, now);
    }
  }
}
