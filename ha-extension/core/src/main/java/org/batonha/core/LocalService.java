package org.batonha.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One service on this node: its state, why it is in it, and what keeps it from another. Each event
 * has one method; each change of state goes through {@link #become}.
 */
final class LocalService {
  /** After how many leases a nominee stops asking for a baton that it does not get. */
  static final int PATIENCE_LEASES = 4;

  /** How long a start may take before the service fails here, so that another node may try. */
  static final long START_PATIENCE_NANOS = 60_000_000_000L;

  static final String FAILED_BY_OPERATOR = "failed by an operator";

  private static final String STOPPED_BY_OPERATOR = "stopped by an operator";

  private static final String REMOVED = "its configuration was removed";

  private static final long SECOND = 1_000_000_000L;

  /** For how many heartbeats a node that found the last holder's address answered leaves it. */
  private static final int DOUBT_HEARTBEATS = 2;

  /** Who wants a service elsewhere says so again within so many heartbeats. */
  private static final int DRAIN_HEARTBEATS = 5;

  /** Within so many heartbeats a node looks, asks the voters, and looks again. */
  private static final int TURN_HEARTBEATS = 3;

  /** What put a service into {@code FAIL}, and so what takes it out again. */
  private enum FailedBy {
    START,
    CHECK,
    OPERATOR
  }

  private final ServiceConfig config;
  private final CoreConfig timing;

  private ServiceState state = ServiceState.RECOVER;
  private String reason = "not started yet";
  private long since;
  private final Baton baton;
  private boolean probing;
  private long doubtEnds;
  private Draining draining;
  private FailedBy failAfterStop;
  private FailedBy failedBy = FailedBy.START;
  private String failingCheck;
  private long order;
  private boolean stopped;
  private String unavailable;
  private String behind = "";
  private boolean removed;
  private ServiceConfig successor;
  private ServiceReport report;

  /**
   * @param boot the run of this node, above all epochs that it had before: none below is taken
   */
  LocalService(ServiceConfig config, CoreConfig timing, long boot, String unavailable, long now) {
    this(config, timing, new Baton(boot), unavailable, now);
  }

  private LocalService(
      ServiceConfig config, CoreConfig timing, Baton baton, String unavailable, long now) {
    this.config = config;
    this.timing = timing;
    this.baton = baton;
    this.unavailable = unavailable;
    this.since = now;
  }

  /** Starts anew with another configuration, and with what the old one knew of its epochs. */
  static LocalService after(
      LocalService old, ServiceConfig config, String unavailable, List<Decision> out, long now) {
    Baton baton = Baton.after(old.baton);
    LocalService service = new LocalService(config, old.timing, baton, unavailable, now);
    service.order = old.order;
    service.stopped = old.stopped;
    service.reason = "its configuration was changed";
    service.behind = old.behind;
    if (old.failingCheck != null) {
      service.checkFailed(old.failingCheck, out, now);
    }
    return service;
  }

  ServiceConfig config() {
    return config;
  }

  ServiceState state() {
    return state;
  }

  String reason() {
    return reason;
  }

  /** The epoch that the voters are asked for, or that is held; 0 for none. */
  long claim() {
    return baton.claim();
  }

  Cause cause() {
    return baton.cause();
  }

  String nomination() {
    return baton.nomination();
  }

  long leaseUntil() {
    return baton.leaseUntil();
  }

  Set<String> refusedBy() {
    return baton.refusedBy();
  }

  long order() {
    return order;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Whether the baton is acted on here, so that its lease matters. */
  boolean isActing() {
    return state.isActing();
  }

  /** Whether this node was nominated and asks the voters for a baton that it does not act on. */
  boolean isWanting() {
    return baton.isWanted() && (state == ServiceState.RECOVER || state == ServiceState.RECLAIM);
  }

  /** Whether an epoch is acted on here, and a newer one is waited for. */
  boolean isReclaiming(long epoch) {
    return state == ServiceState.RECLAIM && epoch == baton.acting() && !baton.isWanted();
  }

  /** Whether this node was nominated, and has not asked the voters yet. */
  boolean isNominated() {
    return baton.isGranted();
  }

  /** Whether this node has, wants or may soon want the service. */
  boolean isEngaged() {
    return baton.claim() > 0 || baton.isGranted() || state.isHolding();
  }

  boolean isRemoved() {
    return removed;
  }

  /**
   * Whether nothing is left of a service whose configuration was removed. Unless another one takes
   * its place, the others are told for a lease that it was released.
   */
  boolean isGone(long now) {
    return removed && !state.isHolding() && (successor != null || now >= farewellEnds());
  }

  private long farewellEnds() {
    return since + timing.leaseNanos();
  }

  /** Returns the same object as long as nothing of it has changed. */
  ServiceReport report() {
    if (report == null) {
      report =
          new ServiceReport(
              config.name(),
              state,
              baton.claim(),
              baton.cause(),
              baton.released(),
              baton.seen(),
              order,
              stopped,
              removed ? REMOVED : unavailable,
              behind,
              reason);
    }
    return report;
  }

  private void touch() {
    report = null;
  }

  /** Somebody has, or was promised, an epoch of this service. */
  void heardOf(long epoch) {
    if (baton.heardOf(epoch)) {
      touch();
    }
  }

  // ---- getting it

  /** Returns whether a nomination would be followed now. */
  boolean canBeGranted(long epoch) {
    return epoch > baton.seen()
        && !removed
        && !stopped
        && unavailable.isEmpty()
        && (state == ServiceState.RECOVER || state == ServiceState.RECLAIM);
  }

  /** A nominator chose this node; it may ask the voters from now on. */
  void granted(Message.Grant grant, long now) {
    if (state == ServiceState.RECOVER && baton.claim() > 0) {
      baton.drop();
    }
    baton.grant(grant, now);
    probing = false;
    touch();
  }

  /** From now on, every voter is asked for the baton. */
  void ask() {
    baton.ask();
    touch();
  }

  /**
   * A node that is alone looks at the addresses before it asks even its own voter: one that acked a
   * higher epoch would disown the holder that was there all the time, as soon as it is heard again.
   * It looks once more when it starts: two that are alone may have looked at the same time.
   */
  void probe(List<Decision> out) {
    if (!probing) {
      probing = true;
      out.add(new Decision.Probe(config.name(), baton.granted()));
    }
  }

  void probed(Event.Probed outcome, List<Decision> out, long now) {
    if (!isNominated() || outcome.epoch() != baton.granted()) {
      return;
    }
    if (outcome.answer().isPresent()) {
      Event.Answer answer = outcome.answer().get();
      baton.forgo();
      String who = answer.holds() ? "the last holder may be alive: " : "not alone in wanting it: ";
      doubt(!answer.holds(), who + answer.text(), out, now);
    } else {
      ask();
    }
  }

  /**
   * Something has to clear up before this node tries again.
   *
   * @param contended another node tried at the same time; so that the two do not stand in each
   *     other's way again and again, each voter lets those before it have a whole turn
   */
  private void doubt(boolean contended, String why, List<Decision> out, long now) {
    int turns = contended ? timing.voters().indexOf(timing.node()) : 0;
    doubtEnds = now + (DOUBT_HEARTBEATS + turns * TURN_HEARTBEATS) * timing.heartbeatNanos();
    become(ServiceState.INDOUBT, why, out, now);
  }

  /** A voter has answered; whether it refused is said by {@link #notYet}. */
  void answered(String voter) {
    baton.answered(voter);
  }

  /** A voter still believes the last holder active; asking it again helps after a while. */
  void notYet(String voter, Verdict verdict, long now) {
    refused(voter, verdict);
    if (verdict.epoch() == baton.claim() && isWanting()) {
      baton.retry(now + Math.max(1, verdict.waitNanos()));
    }
  }

  /** Whether a voter that said "not yet" may say something else now; answers once. */
  boolean shouldAskAgain(long now) {
    return baton.takeRetry(now) && isWanting();
  }

  /** A voter did not ack what is claimed now. */
  void refused(String voter, Verdict verdict) {
    heardOf(verdict.known());
    baton.refused(voter, verdict);
  }

  /** What is claimed can come to nothing any more: a newer holder is known. */
  void disowned(String voter, Verdict verdict, List<Decision> out, long now) {
    if (verdict.epoch() != baton.claim()) {
      return;
    }
    if (state == ServiceState.RECOVER) {
      drop();
    } else if (state == ServiceState.UP || state == ServiceState.STARTING) {
      String why = "voter " + voter + " knows epoch " + verdict.known() + " and disowned ";
      stopNow(why + verdict.epoch(), out, now);
    }
  }

  /** Enough voters have acked: act on the baton. */
  void start(long until, boolean probe, List<Decision> out, long now) {
    baton.act(until);
    String why = "a quorum acked epoch " + baton.claim() + ": " + baton.nomination();
    become(ServiceState.STARTING, why, out, now);
    out.add(new Decision.Start(config.name(), baton.claim(), until, probe));
  }

  void started(long epoch, List<Decision> out, long now) {
    if (state == ServiceState.STARTING && epoch == baton.acting()) {
      become(ServiceState.UP, "holds epoch " + epoch + ": " + baton.nomination(), out, now);
    }
  }

  void startFailed(Event.StartFailed failed, boolean waitForHolder, List<Decision> out, long now) {
    if (failed.epoch() != baton.acting()) {
      return;
    }
    if (state == ServiceState.STARTING) {
      drop();
      failedBy = FailedBy.START;
      afterFailed(failed, waitForHolder, out, now);
    } else if (state == ServiceState.STOPPING) {
      stopped(failed.epoch(), out, now);
    }
  }

  private void afterFailed(
      Event.StartFailed failed, boolean waitForHolder, List<Decision> out, long now) {
    String why = failed.reason();
    switch (failed.obstacle()) {
      case LATE -> become(ServiceState.RECOVER, why, out, now);
      case CONTENDED -> doubt(true, why, out, now);
      case CONFLICT -> {
        if (waitForHolder) {
          doubt(false, why, out, now);
        } else {
          become(ServiceState.FAIL, why, out, now);
        }
      }
      case BROKEN -> become(ServiceState.FAIL, why, out, now);
    }
  }

  // ---- giving it up

  /** Something ended the right to act: everything stops at once. */
  void stopNow(String why, List<Decision> out, long now) {
    become(ServiceState.STOPPING, why, out, now);
    out.add(new Decision.Stop(config.name(), baton.acting(), false, why));
  }

  /** A nominator wants it elsewhere, and says so with each heartbeat. */
  void yield(String why, List<Decision> out, long now) {
    if (draining != null) {
      draining.askedAgain(now);
    }
    stop(why, true, out, now);
  }

  /** Somebody wants it to stop: it goes on until no request runs, within the drain time-out. */
  private void stop(String why, boolean isYield, List<Decision> out, long now) {
    if (state != ServiceState.UP || config.drainTimeout().isZero()) {
      stopPlanned(why, out, now);
    } else if (draining == null) {
      draining = new Draining(why, isYield, now + config.drainTimeout().toNanos(), now);
      reason = "is to stop when no request runs: " + why;
      touch();
      out.add(new Decision.Drain(config.name(), baton.acting(), config.drainTimeout(), why));
    }
  }

  /** No request runs: what waited for that can stop. */
  void drained(long epoch, List<Decision> out, long now) {
    if (draining != null && epoch == baton.acting()) {
      endDraining(out, now);
    }
  }

  private void endDraining(List<Decision> out, long now) {
    if (draining.isWanted(now, DRAIN_HEARTBEATS * timing.heartbeatNanos())) {
      stopPlanned(draining.why(), out, now);
    } else {
      goOn(out, now);
    }
  }

  /** What it was to stop for is so no more; what came after that may be. */
  private void goOn(List<Decision> out, long now) {
    reason = "goes on, for it need not stop any more: " + draining.why();
    draining = null;
    touch();
    if (!unavailable.isEmpty()) {
      giveUp(unavailable, out, now);
    } else if (stopped) {
      giveUp(STOPPED_BY_OPERATOR, out, now);
    }
  }

  private void goOnIfDrainingFor(String why, List<Decision> out, long now) {
    if (draining != null && draining.why().equals(why)) {
      goOn(out, now);
    }
  }

  /** What runs may end first, within the lease. */
  private void stopPlanned(String why, List<Decision> out, long now) {
    become(ServiceState.STOPPING, why, out, now);
    out.add(new Decision.Stop(config.name(), baton.acting(), true, why));
  }

  void stopped(long epoch, List<Decision> out, long now) {
    if (state == ServiceState.STOPPING && epoch == baton.acting()) {
      drop();
      boolean fails = failAfterStop != null;
      failedBy = fails ? failAfterStop : failedBy;
      failAfterStop = null;
      become(fails ? ServiceState.FAIL : ServiceState.RECOVER, reason, out, now);
    }
  }

  /** What acted on the baton is gone already; the baton goes with it. */
  void lost(Event.Lost lost, List<Decision> out, long now) {
    if (isActing() && lost.epoch() == baton.acting()) {
      stopNow(lost.reason(), out, now);
    }
  }

  /** Another node holds it, too, since a split, and this one is the rightful holder. */
  void reclaim(String why, List<Decision> out, long now) {
    Draining before = draining;
    become(ServiceState.RECLAIM, why, out, now);
    if (before != null) {
      stopPlanned(before.why(), out, now);
    }
  }

  /** Stops what acts, and asks for nothing any more. */
  void giveUp(String why, List<Decision> out, long now) {
    if (isActing()) {
      stop(why, false, out, now);
    } else if (isWanting()) {
      drop();
    }
    baton.forgo();
    touch();
  }

  // ---- fitness

  void checkFailed(String why, List<Decision> out, long now) {
    failingCheck = why;
    if (state != ServiceState.FAIL && failAfterStop == null) {
      fail(FailedBy.CHECK, why, out, now);
    }
  }

  void checkPassed(List<Decision> out, long now) {
    failingCheck = null;
    if (state == ServiceState.FAIL && failedBy == FailedBy.CHECK) {
      become(ServiceState.RECOVER, "its checks pass again", out, now);
    } else if (failAfterStop == FailedBy.CHECK) {
      failAfterStop = null;
    }
  }

  void failedByOperator(List<Decision> out, long now) {
    if (state == ServiceState.FAIL) {
      failedBy = FailedBy.OPERATOR;
    } else {
      fail(FailedBy.OPERATOR, FAILED_BY_OPERATOR, out, now);
    }
  }

  private void fail(FailedBy by, String why, List<Decision> out, long now) {
    if (isActing()) {
      failAfterStop = by;
      stopPlanned(why, out, now);
    } else if (state == ServiceState.STOPPING) {
      failAfterStop = by;
    } else {
      giveUp(why, out, now);
      failedBy = by;
      become(ServiceState.FAIL, why, out, now);
    }
  }

  /** Returns why a check fails now, {@code null} when none does. */
  String failingCheck() {
    return failingCheck;
  }

  void recover(List<Decision> out, long now) {
    become(ServiceState.RECOVER, "recovered by an operator", out, now);
  }

  /**
   * An operator's newest word on whether the service shall run at all, from wherever it came. Of
   * two with one number, which nodes with different lists of voters may give out, the stop counts.
   */
  void ordered(long number, boolean stop, List<Decision> out, long now) {
    boolean isNewer = number > order || (number == order && stop && !stopped);
    if (!isNewer) {
      return;
    }
    order = number;
    stopped = stop;
    if (stop) {
      giveUp(STOPPED_BY_OPERATOR, out, now);
    } else {
      goOnIfDrainingFor(STOPPED_BY_OPERATOR, out, now);
    }
    touch();
  }

  /** This node takes the service, or it does not, and gives up what it has. */
  void setUnavailable(String why, List<Decision> out, long now) {
    String before = unavailable;
    unavailable = why;
    touch();
    if (!why.isEmpty()) {
      giveUp(why, out, now);
    } else {
      goOnIfDrainingFor(before, out, now);
    }
  }

  /** Others had better have the service, and why; or nothing is said against this node. */
  void setBehind(String why) {
    behind = why;
    touch();
  }

  void remove(List<Decision> out, long now) {
    removed = true;
    if (isActing()) {
      stopPlanned(REMOVED, out, now);
    }
    giveUp(REMOVED, out, now);
  }

  /** A removed service that is not gone yet gets another configuration when it is. */
  void replaceWith(ServiceConfig replacement) {
    successor = replacement;
  }

  Optional<ServiceConfig> successor() {
    return Optional.ofNullable(successor);
  }

  // ---- time

  /** Time has passed: leases end, doubts clear, and wishes that nobody granted are given up. */
  void tick(List<Decision> out, long now) {
    if (isActing() && now >= baton.leaseUntil()) {
      stopNow("its lease ended: no quorum of voters renewed it", out, now);
    } else if (draining != null && now >= draining.ends()) {
      endDraining(out, now);
    } else if (state == ServiceState.STARTING && now >= startPatienceEnds()) {
      failAfterStop = FailedBy.START;
      stopNow("its start did not end within " + START_PATIENCE_NANOS / SECOND + " s", out, now);
    } else if (isWanting() && !isActing() && now >= patienceEnds()) {
      drop();
    } else if (isNominated() && now >= patienceEnds()) {
      baton.forgo();
      touch();
    } else if (state == ServiceState.INDOUBT && now >= doubtEnds) {
      become(ServiceState.RECOVER, reason, out, now);
    }
  }

  /** Returns when {@link #tick} has something to do at the earliest. */
  long deadline() {
    long deadline = baton.retryAt();
    if (isActing()) {
      deadline = Math.min(deadline, Math.min(baton.leaseUntil(), startPatienceEnds()));
      deadline = draining == null ? deadline : Math.min(deadline, draining.ends());
    } else if (isWanting() || isNominated()) {
      deadline = Math.min(deadline, patienceEnds());
    } else if (state == ServiceState.INDOUBT) {
      deadline = Math.min(deadline, doubtEnds);
    } else if (removed && !state.isHolding()) {
      deadline = Math.min(deadline, farewellEnds());
    }
    return deadline;
  }

  private long patienceEnds() {
    return baton.wantedSince() + PATIENCE_LEASES * timing.leaseNanos();
  }

  private long startPatienceEnds() {
    return state == ServiceState.STARTING ? since + START_PATIENCE_NANOS : Long.MAX_VALUE;
  }

  /** The lease reaches to {@code until} now; tells those that act on it if that is further. */
  void renewed(long until, List<Decision> out) {
    if (isActing() && baton.renew(until)) {
      out.add(new Decision.Renewed(config.name(), baton.acting(), until));
    }
  }

  /** From now on nothing acts here on the epoch that was claimed, nor ever will again. */
  private void drop() {
    baton.drop();
    touch();
  }

  private void become(ServiceState next, String why, List<Decision> out, long now) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException(
          "service " + config.name() + " cannot go from " + state + " to " + next + ": " + why);
    }
    out.add(new Decision.Transition(config.name(), baton.epoch(), state, next, why));
    state = next;
    reason = why;
    draining = null;
    since = now;
    touch();
    if (next == ServiceState.RECOVER && failingCheck != null) {
      failedBy = FailedBy.CHECK;
      become(ServiceState.FAIL, failingCheck, out, now);
    }
  }
}
