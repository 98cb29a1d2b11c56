package org.batonha.core;

import java.util.ArrayList;
import java.util.List;

/**
 * This node as one that asks the voters for batons and renews them: sends renewals, counts the
 * voters' answers, and lets a service start when they are enough.
 */
final class Claimant {
  private final Knowledge known;
  private final LocalServices services;
  private final Agenda agenda;
  private final Ballots ballots;
  private final Renewals renewals;
  private long lastRenewal = Quorum.NEVER;

  Claimant(Knowledge known, LocalServices services, Agenda agenda) {
    this.known = known;
    this.services = services;
    this.agenda = agenda;
    this.ballots = new Ballots(known.config().voters());
    this.renewals = new Renewals(known.boot);
  }

  /** Returns when the last renewal was sent, {@link Quorum#NEVER} before the first. */
  long lastRenewal() {
    return lastRenewal;
  }

  /** Other voters: what the old ones said counts no more. */
  void configure(List<String> voters) {
    ballots.configure(voters);
  }

  void retain(List<String> view) {
    renewals.retain(view);
  }

  /** Returns until a lease after the newest request that a voter has answered. */
  long answeredUntil(String voter) {
    long judgedAt = ballots.judgedAt(voter);
    return judgedAt == Quorum.NEVER ? Quorum.NEVER : judgedAt + known.config().leaseNanos();
  }

  /** Takes in how this node's services stand now; what has changed is worth telling. */
  void publish(Agenda.Services touched) {
    boolean matters =
        touched.isAll()
            ? renewals.update(services.all())
            : renewals.update(services.named(touched.names()), false);
    if (matters) {
      agenda.hurry();
      agenda.count();
    }
  }

  /**
   * Tells everybody what is held, wanted, released and known; this node's own voter first.
   *
   * @param own hears this node's renewals as any other voter does
   */
  void sendRenewal(Listener own, List<Decision> out, long now) {
    lastRenewal = now;
    List<String> others = new ArrayList<>(known.peers.present());
    others.remove(known.self());
    Message.Renew renewal = renewals.next(others, now);
    out.add(new Decision.Send(null, renewal));
    Message.Renew whole =
        known.reports.version(known.self()) == renewal.version() ? renewal : renewals.own();
    if (own.renewed(known.self(), whole, out, now) instanceof Message.Ack ack) {
      acked(known.self(), ack, out, now);
    }
  }

  /** A voter has answered. */
  void acked(String from, Message.Ack ack, List<Decision> out, long now) {
    if (ack.boot() != known.boot) {
      return;
    }
    if (renewals.has(from, ack)) {
      // To it alone: all others need nothing of it.
      out.add(new Decision.Send(from, renewals.whole(now)));
    }
    long sentAt = renewals.sentAt(ack.seq());
    if (!ack.judged() || sentAt == Quorum.NEVER) {
      return;
    }
    long version = Math.min(ack.have(), renewals.versionOf(ack.seq()));
    if (ballots.judged(from, ack.seq(), sentAt, version)) {
      agenda.count();
      services.claims().forEach(service -> service.answered(from));
      ack.refused().forEach(verdict -> refused(from, verdict, out, now));
    }
  }

  private void refused(String from, Verdict verdict, List<Decision> out, long now) {
    LocalService service = services.get(verdict.service());
    if (service == null) {
      return;
    }
    agenda.touch(verdict.service());
    boolean isHeld = service.state() == ServiceState.UP && verdict.epoch() == service.claim();
    boolean isReclaimed = service.isReclaiming(verdict.epoch());
    boolean isContested = (isHeld || isReclaimed) && known.quorum.allowsTwo();
    if (verdict.kind() == Verdict.Kind.NOT_YET) {
      service.notYet(from, verdict, now);
      if (isContested && isHeldBy(from, verdict)) {
        contest(service, from, verdict, out, now);
      }
      return;
    }
    service.refused(from, verdict);
    if (isContested) {
      contest(service, from, verdict, out, now);
    } else if (isHeld && known.quorum.couldBeMajority(service.refusedBy())) {
      refresh(service, from, verdict, out, now);
    } else if (isReclaimed && !known.quorum.couldBeMajority(service.refusedBy())) {
      service.stopNow("most voters know a newer holder than " + verdict.epoch(), out, now);
    } else {
      service.disowned(from, verdict, out, now);
    }
  }

  /**
   * A voter that was cut off from here has acked somebody else meanwhile, who did not get a
   * majority. The holder goes on, for a majority still acks it, and asks for a newer epoch, which
   * that voter can ack again.
   */
  private void refresh(
      LocalService service, String voter, Verdict verdict, List<Decision> out, long now) {
    if (known.peers.isPresent(voter)) {
      service.reclaim(
          "voter " + voter + " has acked epoch " + verdict.known() + " meanwhile", out, now);
    }
  }

  // ---- two holders

  private boolean isHeldBy(String node, Verdict verdict) {
    ServiceReport report = known.reports.said(node, verdict.service());
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
        service.config().preference().stream()
            .filter(node -> isHeldBy(node, verdict))
            .findFirst()
            .orElse("another node");
    if (!isRightful(service, rival, verdict.known())) {
      service.stopNow("'" + rival + "' holds it, too, and is the rightful holder", out, now);
    } else if (service.state() == ServiceState.UP && known.peers.isPresent(voter)) {
      service.reclaim("'" + rival + "' holds it, too, since a split", out, now);
    }
  }

  private boolean isRightful(LocalService service, String rival, long itsEpoch) {
    if (service.config().reclaim() == Reclaim.NEWEST_EPOCH) {
      return service.claim() > itsEpoch;
    }
    List<String> preference = service.config().preference();
    int rank = preference.indexOf(rival);
    int own = preference.indexOf(known.self());
    return rank < 0 ? own == 0 : own < rank;
  }

  // ---- enough acks

  /** Starts what enough voters have acked, and prolongs the leases of what acts. */
  void useAcks(List<Decision> out, long now) {
    for (LocalService service : services.claims()) {
      long version = renewals.claimVersion(service.config().name());
      if (!service.isWanting()) {
        long until = known.quorum.leaseUntil(ballots, version, service.refusedBy());
        service.renewed(until, out);
      } else if (mayStart(service, version, now)) {
        start(service, version, out, now);
        agenda.touch(service.config().name());
      }
    }
  }

  private boolean mayStart(LocalService service, long version, long now) {
    return known.quorum.mayStart(ballots, version, service.refusedBy(), known.peers.present(), now);
  }

  /**
   * Starts a service. Where two holders are possible, nobody looks for another one while it is sure
   * that there is none, and only what is taken within that time is taken without a look: the other
   * part may decide for itself afterwards, and must then find somebody who answers.
   */
  private void start(LocalService service, long version, List<Decision> out, long now) {
    long until = known.quorum.leaseUntil(ballots, version, service.refusedBy());
    boolean isHandedOver = known.voter.isHandedOver(service.config().name());
    long sureUntil = Math.max(known.othersSilentUntil(), majorityUntil(service, version));
    boolean isFree = isHandedOver && now < sureUntil;
    if (isFree && !service.isActing() && known.quorum.allowsTwo()) {
      until = Math.min(until, sureUntil);
    }
    service.start(until, !isFree && !service.isActing(), out, now);
  }

  private long majorityUntil(LocalService service, long version) {
    return known.quorum.majorityUntil(ballots, version, service.refusedBy());
  }

  /** Returns whether a majority of the voters acks what a service claims. */
  boolean isByMajority(LocalService service, long now) {
    return now < majorityUntil(service, renewals.claimVersion(service.config().name()));
  }
}
