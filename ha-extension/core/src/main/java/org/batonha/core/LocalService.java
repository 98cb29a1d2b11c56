package org.batonha.core;

import java.util.List;
import java.util.Optional;

/**
 * One service on this node: its state, and the baton that it asks for or holds. Each event has one
 * method; each change of state goes through {@link #become}.
 */
final class LocalService {
  /** After how many leases a nominee stops asking for a baton that it does not get. */
  private static final int PATIENCE_LEASES = 10;

  /** For how many heartbeats a node that found the last holder's address answered leaves it. */
  private static final int DOUBT_HEARTBEATS = 2;

  private final ServiceConfig config;
  private final CoreConfig timing;

  private ServiceState state = ServiceState.RECOVER;
  private String reason = "not started yet";
  private long since;
  private long granted;
  private boolean probing;
  private boolean probed;
  private long claim;
  private long wantedSince;
  private long released;
  private long seen;
  private long leaseUntil = Quorum.NEVER;
  private LeaseClock.Acks acks = new LeaseClock.Acks();
  private long retryAt = Quorum.NEVER;
  private boolean removed;
  private ServiceConfig successor;

  LocalService(ServiceConfig config, CoreConfig timing, long now) {
    this.config = config;
    this.timing = timing;
    this.since = now;
  }

  /** Starts anew with another configuration, and with what the old one knew of its epochs. */
  static LocalService after(LocalService old, ServiceConfig config, long now) {
    LocalService service = new LocalService(config, old.timing, now);
    service.released = old.released;
    service.seen = old.seen;
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

  long claim() {
    return claim;
  }

  long seen() {
    return seen;
  }

  long leaseUntil() {
    return leaseUntil;
  }

  LeaseClock.Acks acks() {
    return acks;
  }

  /** Whether the baton is acted on here, so that its lease matters. */
  boolean isActing() {
    return state == ServiceState.UP || state == ServiceState.STARTING;
  }

  /** Whether this node was nominated and asks the voters for the baton. */
  boolean isWanting() {
    return state == ServiceState.RECOVER && claim > 0;
  }

  boolean isRemoved() {
    return removed;
  }

  /** Whether nothing is left of a service whose configuration was removed. */
  boolean isGone() {
    return removed && !isActing() && state != ServiceState.STOPPING;
  }

  ServiceReport report(boolean unavailable) {
    return new ServiceReport(
        config.name(), state, claim, released, seen, unavailable || removed, reason);
  }

  void heardOf(long epoch) {
    seen = Math.max(seen, epoch);
  }

  /** The coordinator nominated this node; it may ask the voters from now on. */
  void granted(long epoch, long now) {
    if (epoch <= seen || state != ServiceState.RECOVER || removed) {
      return;
    }
    if (isWanting()) {
      drop();
    }
    seen = epoch;
    granted = epoch;
    wantedSince = now;
    probing = false;
    probed = false;
  }

  /** Whether this node was nominated, and has not asked the voters yet. */
  boolean isNominated() {
    return granted > 0;
  }

  /** From now on, every voter is asked for the baton. */
  void ask() {
    claim = granted;
    granted = 0;
    leaseUntil = Quorum.NEVER;
    retryAt = Quorum.NEVER;
    acks = new LeaseClock.Acks();
  }

  /**
   * A node that is alone looks at the addresses before it asks even its own voter: one that acked a
   * higher epoch would disown the holder that was there all the time, as soon as it is heard again.
   */
  void probe(List<Decision> out) {
    if (!probing) {
      probing = true;
      out.add(new Decision.Probe(config.name(), granted));
    }
  }

  void probed(Event.Probed outcome, List<Decision> out, long now) {
    if (!isNominated() || outcome.epoch() != granted) {
      return;
    }
    if (outcome.answer().isPresent()) {
      granted = 0;
      become(
          ServiceState.INDOUBT,
          "the last holder may be alive: " + outcome.answer().get(),
          out,
          now);
    } else {
      probed = true;
      ask();
    }
  }

  /** Whether it is known already that nobody else answers for the addresses. */
  boolean isProbed() {
    return probed;
  }

  void acked(String voter, long epoch, long sentAt) {
    if (epoch == claim && sentAt != Quorum.NEVER) {
      acks.add(voter, sentAt);
    }
  }

  /** A voter still believes the last holder active; asking it again helps after a while. */
  void notYet(long epoch, long known, long waitNanos, long now) {
    heardOf(known);
    if (epoch == claim && isWanting()) {
      retryAt = now + waitNanos;
    }
  }

  /** Whether a voter that said "not yet" may say something else now; answers once. */
  boolean shouldAskAgain(long now) {
    boolean due = isWanting() && retryAt != Quorum.NEVER && now >= retryAt;
    if (due) {
      retryAt = Quorum.NEVER;
    }
    return due;
  }

  /** A voter knows of a newer holder, or does not take this node for the holder of this epoch. */
  void disowned(String voter, long epoch, long known, List<Decision> out, long now) {
    heardOf(known);
    if (epoch != claim) {
      return;
    }
    if (isWanting()) {
      drop();
    } else if (isActing()) {
      stopNow("voter " + voter + " disowned epoch " + epoch + ", it knows " + known, out, now);
    }
  }

  /** Enough voters have acked: act on the baton. */
  void start(long until, boolean probe, String why, List<Decision> out, long now) {
    leaseUntil = until;
    become(ServiceState.STARTING, why, out, now);
    out.add(new Decision.Start(config.name(), claim, until, probe));
  }

  void started(long epoch, List<Decision> out, long now) {
    if (state == ServiceState.STARTING && epoch == claim) {
      become(ServiceState.UP, "holds epoch " + epoch, out, now);
    }
  }

  void startFailed(Event.StartFailed failed, boolean waitForHolder, List<Decision> out, long now) {
    if (failed.epoch() != claim) {
      return;
    }
    if (state == ServiceState.STARTING) {
      drop();
      become(afterFailed(failed.obstacle(), waitForHolder), failed.reason(), out, now);
    } else if (state == ServiceState.STOPPING) {
      stopped(failed.epoch(), out, now);
    }
  }

  private static ServiceState afterFailed(Event.Obstacle obstacle, boolean waitForHolder) {
    return switch (obstacle) {
      case LATE -> ServiceState.RECOVER;
      case CONFLICT -> waitForHolder ? ServiceState.INDOUBT : ServiceState.FAIL;
      case BROKEN -> ServiceState.FAIL;
    };
  }

  /** Something ended the right to act: everything stops at once. */
  private void stopNow(String why, List<Decision> out, long now) {
    become(ServiceState.STOPPING, why, out, now);
    out.add(new Decision.Stop(config.name(), claim, false, why));
  }

  /** Somebody wants it to stop; what runs may end first, within the lease. */
  void stop(String why, List<Decision> out, long now) {
    become(ServiceState.STOPPING, why, out, now);
    out.add(new Decision.Stop(config.name(), claim, true, why));
  }

  void stopped(long epoch, List<Decision> out, long now) {
    if (state == ServiceState.STOPPING && epoch == claim) {
      drop();
      become(ServiceState.RECOVER, reason, out, now);
    }
  }

  /** What acted on the baton is gone already; the baton goes with it. */
  void lost(Event.Lost lost, List<Decision> out, long now) {
    if (isActing() && lost.epoch() == claim) {
      stopNow(lost.reason(), out, now);
    }
  }

  void recover(List<Decision> out, long now) {
    become(ServiceState.RECOVER, "recovered by an operator", out, now);
  }

  void remove(List<Decision> out, long now) {
    removed = true;
    giveUp("its configuration was removed", out, now);
  }

  /** Stops what acts, and asks for nothing any more. */
  void giveUp(String why, List<Decision> out, long now) {
    if (isActing()) {
      stop(why, out, now);
    } else if (isWanting()) {
      drop();
    }
    granted = 0;
  }

  /** A removed service that is not gone yet gets another configuration when it is. */
  void replaceWith(ServiceConfig config) {
    successor = config;
  }

  Optional<ServiceConfig> successor() {
    return Optional.ofNullable(successor);
  }

  /** Time has passed: leases end, doubts clear, and wishes that nobody granted are given up. */
  void tick(List<Decision> out, long now) {
    if (isActing() && now >= leaseUntil) {
      stopNow("its lease ended: no quorum of voters renewed it", out, now);
    } else if (isWanting() && now - wantedSince > PATIENCE_LEASES * timing.leaseNanos()) {
      drop();
    } else if (isNominated() && now - wantedSince > PATIENCE_LEASES * timing.leaseNanos()) {
      granted = 0;
    } else if (state == ServiceState.INDOUBT
        && now - since >= DOUBT_HEARTBEATS * timing.heartbeatNanos()) {
      become(ServiceState.RECOVER, reason, out, now);
    }
  }

  /** The lease reaches to {@code until} now; tells those that act on it if that is further. */
  void renewed(long until, List<Decision> out) {
    if (isActing() && until > leaseUntil) {
      leaseUntil = until;
      out.add(new Decision.Renewed(config.name(), claim, until));
    }
  }

  /** From now on nothing acts here on the epoch that was claimed, nor ever will again. */
  private void drop() {
    released = claim;
    claim = 0;
    leaseUntil = Quorum.NEVER;
  }

  private void become(ServiceState next, String why, List<Decision> out, long now) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException(
          "service " + config.name() + " cannot go from " + state + " to " + next + ": " + why);
    }
    long epoch = claim > 0 ? claim : released;
    out.add(new Decision.Transition(config.name(), epoch, state, next, why));
    state = next;
    reason = why;
    since = now;
  }
}
