package org.batonha.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All decisions of one node: it is told what happened and when, and answers what to do.
 *
 * <p>Not thread-safe: one thread owns it. Times are monotonic nanoseconds, not negative, and never
 * go back. Every node is a voter, may hold services, and may find itself nominator; an arbiter only
 * votes.
 */
public final class Core {
  /** How often a leaving node says that it holds nothing any more, before it goes. */
  private static final int FAREWELLS = 3;

  /** In one step, what follows from what was decided is decided at once, so often at most. */
  private static final int ROUNDS = 4;

  private CoreConfig config;
  private final long boot;
  private final Voter voter;
  private final Quorum quorum;
  private final Ballots ballots;
  private final Renewals renewals;
  private final Reports reports = new Reports();
  private final Peers peers;
  private final History history = new History();
  private final Map<String, LocalService> services = new TreeMap<>();
  private final Nominator nominator;
  private final Commands commands;
  private final Operators operators;
  private final EventLog log = new EventLog();

  private final List<LocalService> claims = new ArrayList<>();
  private List<String> members = List.of();
  private long viewSince;
  private long lastRenewal = Quorum.NEVER;
  private long judgesFrom = Quorum.NEVER;
  private long deadline = Long.MAX_VALUE;
  private String outOfService = "";
  private boolean maintenance;
  private String unavailable = "";
  private int farewells = -1;

  /** Something of a local service may have changed. */
  private boolean touched;

  /** The nominator has something new to look at. */
  private boolean consider;

  /** The voters have said something new. */
  private boolean counted;

  /** A renewal is worth sending before the next heartbeat. */
  private boolean hurry;

  /**
   * Creates the decisions of a node that has just started.
   *
   * @param boot tells this run of the node from its earlier ones, and is greater than theirs
   * @param now the time
   */
  public Core(CoreConfig config, long boot, long now) {
    this(config, boot, new Voter(config.beliefNanos(), now));
  }

  /** With another voter, for tests of what a wrong one would do. */
  Core(CoreConfig config, long boot, Voter voter) {
    this.config = config;
    this.boot = boot;
    this.voter = voter;
    this.quorum = new Quorum(config);
    this.ballots = new Ballots(config.voters());
    this.renewals = new Renewals(boot);
    this.peers = new Peers(config);
    this.nominator = new Nominator(() -> this.config, reports, peers, history, voter::known);
    this.commands = new Commands(reports, peers, services);
    this.operators =
        new Operators(
            () -> this.config, reports, peers, history, nominator.placement(), commands, services);
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
    log.add(out, now);
    return out;
  }

  /**
   * Returns the time at which the next event has to come at the latest, a {@link Event.Tick} if
   * there is no other. In the past before the first step.
   */
  public long wakeAt() {
    return lastRenewal == Quorum.NEVER
        ? Quorum.NEVER
        : Math.min(lastRenewal + config.heartbeatNanos(), deadline);
  }

  // ---- what can be seen from outside

  /** Returns the members of the view that are configured voters, the coordinator first. */
  public List<String> view() {
    return peers.view();
  }

  /** Returns the first of the members that are counted on, if there is one. */
  public Optional<String> coordinator() {
    return peers.present().stream().findFirst();
  }

  /** Returns what this node thinks of another one. */
  public PeerState peer(String node) {
    return peers.state(node);
  }

  /** Returns whether this node is in a part of the cluster that may decide. */
  public boolean isQuorate(long now) {
    return quorum.isQuorate(peers.present(), now);
  }

  /** Returns what {@code node} said last of a service; nothing when it is not counted on. */
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
    return Math.max(voter.known(service), reports.highestSeen(service, config.nodes()));
  }

  /** Returns until when this node may act on a service, unless renewed; empty when it may not. */
  public Optional<Long> leaseUntil(String service) {
    return Optional.ofNullable(services.get(service))
        .filter(LocalService::isActing)
        .map(LocalService::leaseUntil);
  }

  /**
   * Returns why a service is where it is, and what would move it, as this node sees it.
   *
   * @throws IllegalArgumentException when the service is not configured here
   */
  public Explanation explain(String service, long now) {
    LocalService local = services.get(service);
    if (local == null || local.isRemoved()) {
      throw new IllegalArgumentException(
          "there is no service '" + service + "' on this node: it has " + services.keySet());
    }
    return new Explainer(config, reports, peers, history, nominator, isQuorate(now), now)
        .explain(local);
  }

  /** Returns the newest of what was decided here, the oldest first; at most 1,000 entries. */
  public List<LogEntry> log() {
    return log.entries();
  }

  // ---- what happens

  /**
   * A node that was late itself judges nobody: what it missed may still wait in its queues. So its
   * peers get a full fresh window, and it nominates nobody for that long. Its own leases have ended
   * if it was that late: they count on its clock.
   */
  private void noticeStall(long now) {
    boolean late = lastRenewal != Quorum.NEVER && now - lastRenewal > 3 * config.heartbeatNanos();
    if (late) {
      judgesFrom = now + config.indoubtLimit() * config.heartbeatNanos();
      peers.giveFreshWindow(now);
    }
  }

  private void handle(Event event, List<Decision> out, long now) {
    if (event instanceof Event.Received received) {
      received(received.from(), received.message(), out, now);
    } else if (event instanceof Event.Tick) {
      return;
    } else if (event instanceof Event.ViewChanged changed) {
      viewChanged(changed.members(), out, now);
    } else if (event instanceof Event.WitnessAnswered answered) {
      quorum.witnessAnswered(answered.witness(), answered.sentNanos());
      counted = true;
    } else if (event instanceof Event.LastWord word) {
      lastWord(word, out, now);
    } else {
      touched = true;
      consider = true;
      handleChange(event, out, now);
    }
  }

  private void handleChange(Event event, List<Decision> out, long now) {
    if (event instanceof Event.VotersChanged changed) {
      votersChanged(changed, out, now);
    } else if (event instanceof Event.ServiceAdded added) {
      serviceAdded(added.service(), now);
    } else if (event instanceof Event.ServiceRemoved removed) {
      find(removed.service()).ifPresent(service -> service.remove(out, now));
    } else if (event instanceof Event.Availability availability) {
      unavailable = availability.available() ? "" : orUnknown(availability.reason());
      outOfService(out, now);
    } else if (event instanceof Event.Leave) {
      farewells = farewells < 0 ? FAREWELLS : farewells;
      outOfService(out, now);
    } else if (event instanceof Event.Command command) {
      command(command, out, now);
    } else {
      handleService(event, out, now);
    }
  }

  private static String orUnknown(String reason) {
    return reason.isBlank() ? "its server does not serve" : reason;
  }

  private void handleService(Event event, List<Decision> out, long now) {
    if (event instanceof Event.Probed probed) {
      find(probed.service()).ifPresent(service -> service.probed(probed, out, now));
    } else if (event instanceof Event.Started started) {
      find(started.service()).ifPresent(service -> service.started(started.epoch(), out, now));
    } else if (event instanceof Event.StartFailed failed) {
      find(failed.service()).ifPresent(service -> startFailed(service, failed, out, now));
    } else if (event instanceof Event.Stopped stopped) {
      find(stopped.service()).ifPresent(service -> service.stopped(stopped.epoch(), out, now));
    } else if (event instanceof Event.Lost lost) {
      find(lost.service()).ifPresent(service -> service.lost(lost, out, now));
    } else if (event instanceof Event.CheckFailed failed) {
      find(failed.service()).ifPresent(s -> s.checkFailed(failed.reason(), out, now));
    } else if (event instanceof Event.CheckPassed passed) {
      find(passed.service()).ifPresent(service -> service.checkPassed(out, now));
    }
  }

  private Optional<LocalService> find(String service) {
    return Optional.ofNullable(services.get(service));
  }

  private void startFailed(
      LocalService service, Event.StartFailed failed, List<Decision> out, long now) {
    long version = renewals.claimVersion(failed.service());
    boolean alone = !quorum.byMajority(ballots, version, service.refusedBy(), now);
    service.startFailed(failed, alone, out, now);
  }

  private void command(Event.Command command, List<Decision> out, long now) {
    if (command instanceof Event.MoveCommand move) {
      operators.move(move, out, now);
    } else if (command instanceof Event.StopCommand stop) {
      operators.stop(stop, out, now);
    } else if (command instanceof Event.StartCommand start) {
      operators.start(start, out, now);
    } else if (command instanceof Event.FailCommand fail) {
      operators.fail(fail, out, now);
    } else if (command instanceof Event.RecoverCommand recover) {
      operators.recover(recover, out, now);
    } else if (command instanceof Event.MaintenanceCommand change) {
      maintenance = change.on();
      outOfService(out, now);
      if (maintenance) {
        commands.add(change, now);
      } else {
        out.add(new Decision.CommandDone(change.id(), "this node takes services again"));
      }
    }
    hurry = true;
  }

  /** Whether this node takes services at all, and if not, why. */
  private void outOfService(List<Decision> out, long now) {
    outOfService =
        farewells >= 0 ? "this node is leaving" : maintenance ? "maintenance" : unavailable;
    services.values().forEach(service -> service.setUnavailable(outOfService, out, now));
  }

  private void votersChanged(Event.VotersChanged changed, List<Decision> out, long now) {
    config = config.withVoters(changed.nodes(), changed.arbiters());
    quorum.configure(config);
    ballots.configure(config.voters());
    voter.restart(now);
    viewChanged(members, out, now);
  }

  private void viewChanged(List<String> others, List<Decision> out, long now) {
    members = others;
    List<String> voters = config.voters();
    for (String member : members) {
      if (!services.isEmpty() && !voters.contains(member)) {
        out.add(
            new Decision.Warn(
                "member '"
                    + member
                    + "' is not one of the configured nodes "
                    + voters
                    + " and has no vote: add it to 'nodes' on every server"));
      }
    }
    peers.viewChanged(members.stream().filter(voters::contains).distinct().toList(), out, now);
    viewSince = now;
    reports.retain(peers.view());
    renewals.retain(peers.view());
    hurry = true;
    consider = true;
  }

  private void lastWord(Event.LastWord word, List<Decision> out, long now) {
    voter.ended(word.node(), word.boot());
    if (reports.boot(word.node()) == word.boot()) {
      peers.died(word.node(), out);
    }
    hurry |= claims.stream().anyMatch(LocalService::isWanting);
    touched = true;
    consider = true;
  }

  private void serviceAdded(ServiceConfig service, long now) {
    LocalService old = services.get(service.name());
    if (old != null && old.isRemoved()) {
      old.replaceWith(service);
    } else if (old != null) {
      throw new IllegalStateException("service '" + service.name() + "' is configured already");
    } else {
      services.put(service.name(), new LocalService(service, config, outOfService, now));
      nominator.placement().rearrange(services());
    }
  }

  // ---- messages

  private void received(String from, Message message, List<Decision> out, long now) {
    if (from.equals(config.node()) || !config.voters().contains(from)) {
      return;
    }
    consider |= peers.heard(from, out, now);
    if (message instanceof Message.Renew renew) {
      renew(from, renew, out, now);
    } else if (message instanceof Message.Ack ack) {
      ack(from, ack, out, now);
    } else if (message instanceof Message.MoveRequest request) {
      nominator.moves().request(request, now);
      consider = true;
    } else {
      nominated(from, message, out, now);
    }
  }

  private void nominated(String from, Message message, List<Decision> out, long now) {
    if (message instanceof Message.Grants grants) {
      grants.grants().forEach(grant -> grant(grant, now));
    } else if (message instanceof Message.Yield yield) {
      yieldTo(from, yield, out, now);
    }
  }

  private void renew(String from, Message.Renew renew, List<Decision> out, long now) {
    Reports.Taken taken = reports.put(from, renew);
    if (taken == Reports.Taken.OLD) {
      return;
    }
    if (peers.state(from) != PeerState.DOWN && reports.count(from)) {
      consider = true;
      hurry = true;
    }
    if (taken == Reports.Taken.CHANGED) {
      learn(from, renew.boot(), renew.changes(), out, now);
    }
    boolean judges = taken != Reports.Taken.GAP && !voter.isSilent(now);
    List<Verdict> refused = judges ? judge(from, renew.boot(), now) : List.of();
    out.add(
        new Decision.Send(
            from,
            new Message.Ack(renew.boot(), renew.seq(), reports.version(from), judges, refused)));
  }

  /** Takes in what has changed at another node. */
  private void learn(
      String from, long itsBoot, List<ServiceReport> changes, List<Decision> out, long now) {
    for (ServiceReport report : changes) {
      voter.released(report.service(), report.released(), from, itsBoot);
      LocalService service = services.get(report.service());
      if (service == null) {
        continue;
      }
      history.observe(from, report, service.config(), now);
      if (report.order() > service.order()) {
        service.ordered(report.order(), report.stopped(), out, now);
        if (!report.stopped()) {
          history.ordered(report.service());
        }
      }
    }
    hurry |= claims.stream().anyMatch(LocalService::isWanting);
    touched = true;
    consider = true;
  }

  /** Judges every claim of a node; returns the refusals. */
  private List<Verdict> judge(String node, long itsBoot, long now) {
    List<Verdict> refused = List.of();
    for (ServiceReport report : reports.claims(node)) {
      Optional<Verdict> verdict = voter.judge(report.service(), report.claim(), node, itsBoot, now);
      if (verdict.isPresent()) {
        refused = refused.isEmpty() ? new ArrayList<>() : refused;
        refused.add(verdict.get());
      }
    }
    return refused;
  }

  private void ack(String from, Message.Ack ack, List<Decision> out, long now) {
    if (ack.boot() != boot) {
      return;
    }
    if (renewals.has(from, ack)) {
      if (peers.isPresent(from)) {
        hurry = true;
      } else {
        // A voter that only the view does not know yet; all others need nothing of it.
        out.add(new Decision.Send(from, renewals.whole(now)));
      }
    }
    long sentAt = renewals.sentAt(ack.seq());
    if (!ack.judged() || sentAt == Quorum.NEVER) {
      return;
    }
    if (ballots.judged(from, ack.seq(), sentAt, renewals.versionOf(ack.seq()))) {
      counted = true;
      claims.forEach(service -> service.answered(from));
      ack.refused().forEach(verdict -> refused(from, verdict, out, now));
    }
  }

  private void refused(String from, Verdict verdict, List<Decision> out, long now) {
    LocalService service = services.get(verdict.service());
    if (service == null) {
      return;
    }
    touched = true;
    boolean isContested =
        service.state() == ServiceState.UP
            && verdict.epoch() == service.claim()
            && quorum.allowsTwo();
    if (verdict.kind() == Verdict.Kind.NOT_YET) {
      service.notYet(from, verdict, now);
      if (isContested && isHeldBy(from, verdict)) {
        contest(service, from, verdict, out, now);
      }
    } else if (isContested) {
      service.refused(from, verdict);
      contest(service, from, verdict, out, now);
    } else {
      service.disowned(from, verdict, out, now);
    }
  }

  private boolean isHeldBy(String node, Verdict verdict) {
    ServiceReport report = reports.said(node, verdict.service());
    return report != null && report.claim() == verdict.known() && report.state().isActing();
  }

  /**
   * Where a policy allows two holders after a split, a voter's refusal of what is held here is the
   * proof that there are two: a report may be old, but this answers a question of just now. The
   * rightful holder waits until both are in one view, the other one gives way at once.
   */
  private void contest(
      LocalService service, String voter, Verdict verdict, List<Decision> out, long now) {
    String rival =
        config.nodes().stream()
            .filter(n -> isHeldBy(n, verdict))
            .findFirst()
            .orElse("another node");
    if (!isRightful(service, rival, verdict.known())) {
      service.stopNow("'" + rival + "' holds it, too, and is the rightful holder", out, now);
    } else if (peers.isPresent(voter)) {
      service.reclaim("'" + rival + "' holds it, too, since a split", out, now);
    }
  }

  private boolean isRightful(LocalService service, String rival, long itsEpoch) {
    if (service.config().reclaim() == Reclaim.NEWEST_EPOCH) {
      return service.claim() > itsEpoch;
    }
    List<String> preference = service.config().preference();
    int rank = preference.indexOf(rival);
    int own = preference.indexOf(config.node());
    return rank < 0 ? own == 0 : own < rank;
  }

  /** A nomination; refused when a service that must be elsewhere is here. */
  private void grant(Message.Grant grant, long now) {
    LocalService service = services.get(grant.service());
    if (service == null || !service.canBeGranted(grant.epoch())) {
      return;
    }
    for (String other : nominator.placement().apartFrom(grant.service())) {
      LocalService neighbour = services.get(other);
      if (neighbour != null && neighbour.isEngaged()) {
        return;
      }
    }
    service.granted(grant, now);
    touched = true;
  }

  private void yieldTo(String from, Message.Yield yield, List<Decision> out, long now) {
    find(yield.service())
        .filter(service -> service.state() == ServiceState.UP)
        .filter(service -> service.claim() == yield.epoch())
        .ifPresent(
            service -> {
              service.stop(yield.reason() + " (asked by " + from + ")", out, now);
              touched = true;
            });
  }

  // ---- what follows

  /** What follows from the new state of things, whatever the event was. */
  private void advance(List<Decision> out, long now) {
    boolean beat = lastRenewal == Quorum.NEVER || now - lastRenewal >= config.heartbeatNanos();
    if (beat) {
      consider = true;
      touched = true;
      hurry = true;
      peers.judge(out, now);
      askNominators(out, now);
    }
    touched |= now >= deadline;
    for (int round = 0; round < ROUNDS && (touched || consider || counted || hurry); round++) {
      if (touched) {
        touched = false;
        settleServices(out, now);
      }
      if (hurry) {
        hurry = false;
        sendRenewal(out, now);
      }
      if (consider) {
        consider = false;
        nominate(out, now);
      }
      if (counted) {
        counted = false;
        claims.forEach(service -> useAcks(service, out, now));
      }
    }
    commands.settle(out, now);
    if (beat) {
      sayFarewell(out);
    }
  }

  private void settleServices(List<Decision> out, long now) {
    deadline = Long.MAX_VALUE;
    claims.clear();
    boolean gone = false;
    for (LocalService service : services.values()) {
      service.tick(out, now);
      hurry |= service.shouldAskAgain(now);
      pursue(service, out, now);
      deadline = Math.min(deadline, service.deadline());
      if (service.claim() > 0) {
        claims.add(service);
      }
      gone |= service.isGone();
    }
    if (renewals.update(services.values())) {
      hurry = true;
      consider = true;
      counted = true;
    }
    if (gone) {
      clearRemoved(now);
    }
  }

  /** A nominee asks the voters; one that is alone waits for silence, and probes, before. */
  private void pursue(LocalService service, List<Decision> out, long now) {
    if (!service.isNominated()) {
      return;
    }
    if (!quorum.isAlone(peers.present()) || service.state() == ServiceState.RECLAIM) {
      service.ask();
      return;
    }
    long busyUntil = voter.busyUntil(service.config().name(), config.node(), boot);
    if (now > busyUntil) {
      service.probe(out);
    } else {
      deadline = Math.min(deadline, busyUntil + 1);
    }
  }

  /** Removed services go when everybody was told that they hold nothing any more. */
  private void clearRemoved(long now) {
    for (LocalService old : List.copyOf(services.values())) {
      if (old.isGone()) {
        String name = old.config().name();
        services.remove(name);
        old.successor()
            .ifPresent(
                config -> services.put(name, LocalService.after(old, config, outOfService, now)));
      }
    }
    nominator.placement().rearrange(services());
    touched = true;
  }

  /** Tells everybody, this node's own voter first, what is held, wanted, released and known. */
  private void sendRenewal(List<Decision> out, long now) {
    lastRenewal = now;
    Message.Renew renewal = renewals.next(others(), now);
    if (reports.version(config.node()) != renewals.version()) {
      Message.Renew own = renewals.own();
      reports.put(config.node(), own);
      learn(config.node(), boot, own.changes(), out, now);
    }
    if (peers.view().contains(config.node())) {
      reports.count(config.node());
    }
    out.add(new Decision.Send(null, renewal));
    if (!voter.isSilent(now)) {
      List<Verdict> refused = judge(config.node(), boot, now);
      ack(
          config.node(),
          new Message.Ack(boot, renewal.seq(), renewal.version(), true, refused),
          out,
          now);
    }
  }

  private List<String> others() {
    List<String> others = new ArrayList<>(peers.present());
    others.remove(config.node());
    return others;
  }

  private void askNominators(List<Decision> out, long now) {
    for (Message.MoveRequest request : commands.requests()) {
      String node = nominator.nominatorOf(request.service());
      if (config.node().equals(node)) {
        nominator.moves().request(request, now);
      } else if (node != null) {
        out.add(new Decision.Send(node, request));
      }
    }
  }

  private void nominate(List<Decision> out, long now) {
    if (now < judgesFrom || !hasHeardEnough(now) || !isQuorate(now)) {
      return;
    }
    for (Message message : nominator.considerAll(out, now)) {
      nominated(config.node(), message, out, now);
    }
  }

  /** Whether every member has reported since it joined, or had a lease's time to do so. */
  private boolean hasHeardEnough(long now) {
    return now - viewSince > config.leaseNanos() || reports.hasAll(peers.view());
  }

  private void sayFarewell(List<Decision> out) {
    boolean idle = services.values().stream().noneMatch(s -> s.state().isHolding());
    if (farewells > 0 && idle && --farewells == 0) {
      out.add(new Decision.Left());
    }
  }

  private void useAcks(LocalService service, List<Decision> out, long now) {
    long version = renewals.claimVersion(service.config().name());
    if (service.isWanting()) {
      if (quorum.mayStart(ballots, version, service.refusedBy(), peers.present(), now)) {
        start(service, version, out, now);
      }
    } else {
      service.renewed(quorum.leaseUntil(ballots, version, service.refusedBy()), out);
    }
  }

  private void start(LocalService service, long version, List<Decision> out, long now) {
    boolean handedOver =
        service.isActing()
            || (quorum.byMajority(ballots, version, service.refusedBy(), now)
                && voter.isHandedOver(service.config().name()));
    long until = quorum.leaseUntil(ballots, version, service.refusedBy());
    service.start(until, !handedOver && !service.isProbed(), out, now);
    touched = true;
  }
}
