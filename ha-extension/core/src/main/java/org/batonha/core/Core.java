package org.batonha.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All decisions of one node: it is told what happened and when, and answers what to do.
 *
 * <p>Not thread-safe: one thread owns it. Times are monotonic nanoseconds, not negative, and never
 * go back. Every node is a voter, may hold services, and may find itself nominator; an arbiter only
 * votes.
 */
public final class Core {
  /** In one step, what follows from what was decided is decided at once, so often at most. */
  private static final int ROUNDS = 4;

  private final Knowledge known;
  private final Agenda agenda = new Agenda();
  private final Nominator nominator;
  private final LocalServices services;
  private final Listener listener;
  private final Claimant claimant;
  private final Roster roster;
  private final Readiness readiness;
  private final Commands commands;
  private final Operators operators;
  private final EventLog log = new EventLog();

  private long judgesFrom = Quorum.NEVER;
  private long newestOther = Quorum.NEVER;

  /**
   * Creates the decisions of a node that has just started.
   *
   * @param boot tells this run of the node from its earlier ones, and is greater than theirs; not
   *     negative. Epochs are above the boot of whoever gives them out: with the milliseconds of the
   *     wall clock they grow through restarts, too, as long as the nodes' wall clocks differ by
   *     less than a restart takes
   * @param now the time
   */
  public Core(CoreConfig config, long boot, long now) {
    this(config, boot, new Voter(config.beliefNanos(), boot, now));
  }

  /** With another voter, for tests of what a wrong one would do. */
  Core(CoreConfig config, long boot, Voter voter) {
    known = new Knowledge(config, boot, voter);
    nominator = new Nominator(known);
    services = new LocalServices(known, nominator.placement(), agenda);
    listener = new Listener(known, services, agenda);
    claimant = new Claimant(known, services, agenda);
    roster = new Roster(known, services, claimant, agenda);
    readiness = new Readiness(services);
    commands = new Commands(known, services);
    operators = new Operators(known, nominator.placement(), commands, services);
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
    return claimant.lastRenewal() == Quorum.NEVER
        ? Quorum.NEVER
        : Math.min(claimant.lastRenewal() + heartbeat(), services.deadline());
  }

  private long heartbeat() {
    return known.config().heartbeatNanos();
  }

  // ---- what can be seen from outside

  /** Returns the members of the view that are configured voters, the coordinator first. */
  public List<String> view() {
    return known.peers.view();
  }

  /** Returns the first of the members that are counted on, if there is one. */
  public Optional<String> coordinator() {
    return known.peers.present().stream().findFirst();
  }

  /** Returns whether an operator has taken this node out of service. */
  public boolean isInMaintenance() {
    return readiness.isInMaintenance();
  }

  /** Returns what this node thinks of another one. */
  public PeerState peer(String node) {
    return known.peers.state(node);
  }

  /** Returns whether this node is in a part of the cluster that may decide. */
  public boolean isQuorate(long now) {
    return known.isQuorate(now);
  }

  /**
   * Returns whether this node is in a part of the cluster that may decide, by what it has heard
   * well after it heard {@code silent} last: that one is missing alone, and this node is not cut
   * off itself.
   */
  public boolean isQuorateWithout(String silent, long now) {
    return known.isQuorate(now) && known.isQuorateWithout(silent);
  }

  /** Returns what {@code node} said last of a service; nothing when it is not counted on. */
  public Optional<ServiceReport> report(String node, String service) {
    return known.reports.of(node, service);
  }

  /** Returns the services that are configured here, in the order of their names. */
  public List<ServiceConfig> services() {
    return services.configs();
  }

  /** Returns the highest epoch of a service that is known here, 0 for none. */
  public long epoch(String service) {
    return Math.max(
        known.voter.known(service), known.reports.highestHeld(service, known.config().nodes()));
  }

  /** Returns until when this node may act on a service, unless renewed; empty when it may not. */
  public Optional<Long> leaseUntil(String service) {
    return services.find(service).filter(LocalService::isActing).map(LocalService::leaseUntil);
  }

  /**
   * Returns why a service is where it is, and what would move it, as this node sees it.
   *
   * @throws IllegalArgumentException when the service is not configured here
   */
  public Explanation explain(String service, long now) {
    LocalService local =
        services
            .configured(service)
            .orElseThrow(() -> new IllegalArgumentException(services.unknown(service)));
    return new Explainer(known, nominator, now).explain(local);
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
    long last = claimant.lastRenewal();
    if (last != Quorum.NEVER && now - last > 3 * heartbeat()) {
      judgesFrom = now + known.config().indoubtLimit() * heartbeat();
      known.peers.giveFreshWindow(now);
    }
  }

  private void handle(Event event, List<Decision> out, long now) {
    if (event instanceof Event.Received received) {
      received(received.from(), received.message(), out, now);
    } else if (event instanceof Event.Tick) {
      return;
    } else if (event instanceof Event.ViewChanged changed) {
      roster.viewChanged(changed.members(), out, now);
    } else if (event instanceof Event.WitnessAnswered answered) {
      known.quorum.witnessAnswered(answered.witness(), answered.sentNanos());
      agenda.count();
    } else if (event instanceof Event.LastWord word) {
      listener.lastWord(word, claimant.answeredUntil(word.node()), out, now);
    } else if (event instanceof Event.ServiceAdded added) {
      services.add(added.service(), out, now);
      listener.catchUp(added.service().name(), out, now);
      changed(added.service().name());
    } else {
      handleChange(event, out, now);
    }
  }

  /** Something has happened to one service here. */
  private void changed(String service) {
    agenda.touch(service);
    agenda.consider(List.of(service));
  }

  private void handleChange(Event event, List<Decision> out, long now) {
    if (handleService(event, out, now)) {
      return;
    }
    agenda.touch();
    agenda.consider();
    if (event instanceof Event.VotersChanged changed) {
      roster.votersChanged(changed, out, now);
    } else if (event instanceof Event.Availability availability) {
      readiness.availability(availability, out, now);
    } else if (event instanceof Event.Behind behind) {
      services.setBehind(behind.reason());
    } else if (event instanceof Event.Leave) {
      readiness.leave(out, now);
    } else if (event instanceof Event.MaintenanceCommand change) {
      maintenance(change, out, now);
    } else if (event instanceof Event.Command command) {
      operators.command(command, out, now);
      agenda.hurry();
    }
  }

  /** Returns whether the event is about one service here. */
  private boolean handleService(Event event, List<Decision> out, long now) {
    if (event instanceof Event.Probed probed) {
      on(probed.service(), s -> s.probed(probed, out, now));
    } else if (event instanceof Event.Started started) {
      on(started.service(), s -> s.started(started.epoch(), out, now));
    } else if (event instanceof Event.StartFailed failed) {
      on(failed.service(), s -> s.startFailed(failed, !claimant.isByMajority(s, now), out, now));
    } else if (event instanceof Event.Drained drained) {
      on(drained.service(), s -> s.drained(drained.epoch(), out, now));
    } else if (event instanceof Event.Stopped stopped) {
      on(stopped.service(), s -> s.stopped(stopped.epoch(), out, now));
    } else if (event instanceof Event.Lost lost) {
      on(lost.service(), s -> s.lost(lost, out, now));
    } else if (event instanceof Event.Claimed claimed) {
      services
          .find(claimed.service())
          .ifPresent(service -> known.conflicts.claimed(claimed, service, out, now));
    } else if (event instanceof Event.CheckFailed failed) {
      on(failed.service(), s -> s.checkFailed(failed.reason(), out, now));
    } else if (event instanceof Event.CheckPassed passed) {
      on(passed.service(), s -> s.checkPassed(out, now));
    } else if (event instanceof Event.ServiceRemoved removed) {
      on(removed.service(), s -> s.remove(out, now));
    } else {
      return false;
    }
    return true;
  }

  private void on(String name, Consumer<LocalService> what) {
    services
        .find(name)
        .ifPresent(
            service -> {
              what.accept(service);
              changed(name);
            });
  }

  private void maintenance(Event.MaintenanceCommand change, List<Decision> out, long now) {
    readiness.maintenance(change.on(), out, now);
    if (change.on()) {
      commands.add(change, now);
    } else {
      out.add(new Decision.CommandDone(change.id(), "this node takes services again"));
    }
    agenda.hurry();
  }

  private void received(String from, Message message, List<Decision> out, long now) {
    if (from.equals(known.self()) || !known.config().voters().contains(from)) {
      return;
    }
    if (message instanceof Message.Renew renew) {
      renewed(from, renew, out, now);
    } else if (message instanceof Message.Ack ack) {
      claimant.acked(from, ack, out, now);
    } else if (message instanceof Message.MoveRequest request) {
      nominator.moves().request(request, now);
      agenda.consider(List.of(request.service()));
    } else if (message instanceof Message.Outdated outdated) {
      outdated(from, outdated, out);
    } else {
      nominated(from, message, out, now);
    }
  }

  /**
   * Only a renewal is a heartbeat: an answer may come from a run of which nothing else is known.
   */
  private void renewed(String from, Message.Renew renew, List<Decision> out, long now) {
    Message answer = listener.renewed(from, renew, out, now);
    if (answer instanceof Message.Ack && known.peers.heard(from, out, now)) {
      agenda.consider();
    }
    if (answer != null) {
      out.add(new Decision.Send(from, answer));
    }
  }

  private void outdated(String from, Message.Outdated outdated, List<Decision> out) {
    if (outdated.boot() == known.boot && outdated.newer() > newestOther) {
      newestOther = outdated.newer();
      out.add(
          new Decision.Warn(
              "node '"
                  + from
                  + "' has heard of a newer run of node '"
                  + known.self()
                  + "' than this one, and will not listen to it: stop the other server of that"
                  + " name, or, if this host's clock went back, correct it and restart this one"));
    }
  }

  private void nominated(String from, Message message, List<Decision> out, long now) {
    if (message instanceof Message.Grants grants) {
      grants.grants().forEach(grant -> services.granted(grant, now));
    } else if (message instanceof Message.Yield yield) {
      services.yield(from, yield, out, now);
    }
  }

  // ---- what follows

  /** What follows from the new state of things, whatever the event was. */
  private void advance(List<Decision> out, long now) {
    long last = claimant.lastRenewal();
    boolean beat = last == Quorum.NEVER || now - last >= heartbeat();
    if (beat) {
      known.peers.judge(out, now);
      askNominators(out, now);
      agenda.touch();
      agenda.hurry();
      agenda.consider();
    } else if (now >= services.deadline()) {
      agenda.touch();
    }
    for (int round = 0; round < ROUNDS && agenda.isOpen(); round++) {
      follow(out, now);
    }
    commands.settle(out, now);
    if (beat) {
      readiness.sayFarewell(out);
    }
  }

  private void follow(List<Decision> out, long now) {
    Agenda.Services touched = agenda.takeTouched();
    if (!touched.isEmpty()) {
      services.settle(touched, out, now);
      claimant.publish(touched);
    }
    if (agenda.takeHurry()) {
      claimant.sendRenewal(listener, out, now);
    }
    Agenda.Services considered = agenda.takeConsidered();
    if (!considered.isEmpty()) {
      nominate(considered, out, now);
    }
    if (agenda.takeCounted()) {
      claimant.useAcks(out, now);
    }
  }

  private void askNominators(List<Decision> out, long now) {
    for (Message.MoveRequest request : commands.requests()) {
      String node = nominator.nominatorOf(request.service());
      if (known.self().equals(node)) {
        nominator.moves().request(request, now);
      } else if (node != null) {
        out.add(new Decision.Send(node, request));
      }
    }
  }

  private void nominate(Agenda.Services considered, List<Decision> out, long now) {
    if (now < judgesFrom
        || !roster.hasHeardEnough(now)
        || !known.reports.areUpToDate(known.peers.present())
        || !known.isQuorate(now)) {
      return;
    }
    for (Message message : nominator.consider(considered, out, now)) {
      nominated(known.self(), message, out, now);
    }
  }
}
