package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.WEB;

import org.junit.jupiter.api.Test;

/** How a node acts on the baton of a service, renews it, and loses it. */
class HoldingTest extends LocalServiceFixture {
  // ---- starting

  @Test
  void startsWithALease() {
    starting();

    assertThat(out)
        .containsExactly(
            transition(
                EPOCH,
                ServiceState.RECOVER,
                ServiceState.STARTING,
                "a quorum acked epoch 101: it had no holder yet"),
            new Decision.Start(WEB, EPOCH, NOW + LEASE, true));
    assertThat(web.isActing()).isTrue();
    assertThat(web.isWanting()).isFalse();
    assertThat(web.leaseUntil()).isEqualTo(NOW + LEASE);
    assertThat(web.deadline()).isEqualTo(NOW + LEASE);
  }

  @Test
  void isUpWhenTheStartIsDone() {
    starting();
    web.started(EPOCH - 1, out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.STARTING);

    web.started(EPOCH, out, NOW);
    web.started(EPOCH, out, NOW);

    assertThat(out)
        .hasSize(3)
        .endsWith(
            transition(
                EPOCH,
                ServiceState.STARTING,
                ServiceState.UP,
                "holds epoch 101: it had no holder yet"));
  }

  @Test
  void aLateStartMayBeTriedAgain() {
    failsToStart(Event.Obstacle.LATE, false, ServiceState.RECOVER);
  }

  @Test
  void aBrokenStartIsTriedAgainOnlyWhenAnOperatorSaysSo() {
    failsToStart(Event.Obstacle.BROKEN, true, ServiceState.FAIL);
    web.checkPassed(out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.FAIL);

    web.recover(out, NOW);
    assertThat(out)
        .endsWith(
            transition(EPOCH, ServiceState.FAIL, ServiceState.RECOVER, "recovered by an operator"));
  }

  @Test
  void aConflictIsWaitedForWhereTheLastHolderMayBeUnseen() {
    failsToStart(Event.Obstacle.CONFLICT, true, ServiceState.INDOUBT);
  }

  @Test
  void aConflictIsAFailureWhereTheLastHolderIsKnownToBeSilent() {
    failsToStart(Event.Obstacle.CONFLICT, false, ServiceState.FAIL);
  }

  /** Two that look at once stand back both, and neither is at fault. */
  @Test
  void whoIsContendedWithTriesAgainByItself() {
    failsToStart(Event.Obstacle.CONTENDED, false, ServiceState.INDOUBT);
  }

  private void failsToStart(Event.Obstacle obstacle, boolean waits, ServiceState next) {
    starting();
    out.clear();
    web.startFailed(new Event.StartFailed(WEB, EPOCH - 1, obstacle, "in the way"), waits, out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.STARTING);

    web.startFailed(new Event.StartFailed(WEB, EPOCH, obstacle, "in the way"), waits, out, NOW);

    assertThat(out).containsExactly(transition(EPOCH, ServiceState.STARTING, next, "in the way"));
    assertThat(web.claim()).isZero();
    assertThat(web.report().released()).isEqualTo(EPOCH);
    assertThat(web.leaseUntil()).isEqualTo(Quorum.NEVER);
  }

  @Test
  void aStartThatFailsDuringTheStopIsTheEndOfTheStop() {
    starting();
    web.stopNow("its lease ended", out, NOW);
    out.clear();

    web.startFailed(
        new Event.StartFailed(WEB, EPOCH, Event.Obstacle.BROKEN, "broken"), false, out, NOW);

    assertThat(out)
        .containsExactly(
            transition(EPOCH, ServiceState.STOPPING, ServiceState.RECOVER, "its lease ended"));
  }

  @Test
  void aStartThatFailsAfterItIsUpChangesNothing() {
    up();
    web.startFailed(
        new Event.StartFailed(WEB, EPOCH, Event.Obstacle.BROKEN, "broken"), false, out, NOW);

    assertThat(out).isEmpty();
    assertThat(web.state()).isEqualTo(ServiceState.UP);
  }

  // ---- holding

  @Test
  void aLeaseOnlyGrows() {
    up();
    web.renewed(NOW + LEASE, out);
    web.renewed(NOW + LEASE - 1, out);
    assertThat(out).isEmpty();

    web.renewed(NOW + LEASE + 1, out);
    assertThat(out).containsExactly(new Decision.Renewed(WEB, EPOCH, NOW + LEASE + 1));
    assertThat(web.deadline()).isEqualTo(NOW + LEASE + 1);
  }

  @Test
  void whatIsNotActedOnIsNotRenewed() {
    asking();
    web.renewed(NOW + LEASE, out);
    assertThat(out).isEmpty();

    stopping();
    web.renewed(NOW + 2 * LEASE, out);
    assertThat(out).isEmpty();
  }

  @Test
  void stopsWhenItsLeaseEnds() {
    up();
    web.tick(out, NOW + LEASE - 1);
    assertThat(out).isEmpty();

    web.tick(out, NOW + LEASE);

    String why = "its lease ended: no quorum of voters renewed it";
    assertThat(out)
        .containsExactly(
            transition(EPOCH, ServiceState.UP, ServiceState.STOPPING, why),
            new Decision.Stop(WEB, EPOCH, false, why));
    assertThat(web.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aStartThatDoesNotEndIsGivenUpThoughItsLeaseIsRenewed() {
    starting();
    long limit = NOW + LocalService.START_PATIENCE_NANOS;
    web.renewed(limit + LEASE, out);
    out.clear();
    assertThat(web.deadline()).isEqualTo(limit);
    web.tick(out, limit - 1);
    assertThat(out).isEmpty();

    web.tick(out, limit);
    String why = "its start did not end within 60 s";
    assertThat(out).contains(new Decision.Stop(WEB, EPOCH, false, why));
    web.stopped(EPOCH, out, limit);
    assertThat(web.state()).isEqualTo(ServiceState.FAIL);
    assertThat(web.reason()).isEqualTo(why);
  }

  @Test
  void aStartThatHasEndedHasNoLimit() {
    up();
    long limit = NOW + LocalService.START_PATIENCE_NANOS;
    web.renewed(limit + LEASE, out);
    out.clear();

    web.tick(out, limit);

    assertThat(out).isEmpty();
    assertThat(web.deadline()).isEqualTo(limit + LEASE);
  }

  @Test
  void stopsAtOnceWhenItIsDisowned() {
    up();
    web.disowned("n2", Given.disowned(WEB, EPOCH, 300), out, NOW);

    String why = "voter n2 knows epoch 300 and disowned 101";
    assertThat(out)
        .containsExactly(
            transition(EPOCH, ServiceState.UP, ServiceState.STOPPING, why),
            new Decision.Stop(WEB, EPOCH, false, why));
  }

  @Test
  void stopsAtOnceWhenItIsDisownedDuringTheStart() {
    starting();
    web.disowned("n2", Given.disowned(WEB, EPOCH, 300), out, NOW);

    assertThat(web.state()).isEqualTo(ServiceState.STOPPING);
  }

  @Test
  void aDisownedReclaimGoesOnAndAsks() {
    reclaiming();
    web.disowned("n2", Given.disowned(WEB, EPOCH, 300), out, NOW);

    assertThat(out).isEmpty();
  }

  @Test
  void stopsWhenWhatActedIsLost() {
    up();
    web.lost(new Event.Lost(WEB, EPOCH - 1, "an older one"), out, NOW);
    assertThat(out).isEmpty();

    web.lost(new Event.Lost(WEB, EPOCH, "the sentinel let go"), out, NOW);
    assertThat(out).contains(new Decision.Stop(WEB, EPOCH, false, "the sentinel let go"));
    out.clear();
    web.lost(new Event.Lost(WEB, EPOCH, "the sentinel let go"), out, NOW);
    assertThat(out).isEmpty();
  }

  @Test
  void releasesWhenTheStopIsDone() {
    stopping();
    web.stopped(EPOCH - 1, out, NOW);
    assertThat(web.report().released()).isZero();

    web.stopped(EPOCH, out, NOW);

    assertThat(out)
        .containsExactly(transition(EPOCH, ServiceState.STOPPING, ServiceState.RECOVER, "moved"));
    assertThat(web.report().released()).isEqualTo(EPOCH);
    assertThat(web.isEngaged()).isFalse();
    web.stopped(0, out, NOW);
    assertThat(out).hasSize(1);
  }

  // ---- reclaiming

  @Test
  void aReclaimActsOnTheOldEpochWhileItAsksForTheNewOne() {
    reclaiming();
    assertThat(web.isReclaiming(EPOCH)).isTrue();
    assertThat(web.isReclaiming(EPOCH - 1)).isFalse();
    assertThat(web.isWanting()).isFalse();
    web.renewed(NOW + 2 * LEASE, out);
    assertThat(out).containsExactly(new Decision.Renewed(WEB, EPOCH, NOW + 2 * LEASE));

    web.granted(Given.grant(WEB, EPOCH + 3), NOW);
    assertThat(web.claim()).isEqualTo(EPOCH);
    web.ask();

    assertThat(web.isWanting()).isTrue();
    assertThat(web.isReclaiming(EPOCH)).isFalse();
    assertThat(web.isActing()).isTrue();
    web.renewed(NOW + 3 * LEASE, out);
    assertThat(out).hasSize(1);
  }

  @Test
  void aReclaimStartsAnewUnderTheNewEpoch() {
    reclaiming();
    web.granted(Given.grant(WEB, EPOCH + 3), NOW);
    web.ask();
    web.start(NOW + LEASE, false, out, NOW);

    assertThat(out).endsWith(new Decision.Start(WEB, EPOCH + 3, NOW + LEASE, false));
    web.started(EPOCH + 3, out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.UP);
  }

  @Test
  void aReclaimThatEndsReleasesWhatItAskedForToo() {
    reclaiming();
    web.granted(Given.grant(WEB, EPOCH + 3), NOW);
    web.ask();
    web.stopNow("its lease ended", out, NOW);
    web.stopped(EPOCH, out, NOW);

    assertThat(web.report().released()).isEqualTo(EPOCH + 3);
  }

  @Test
  void whatIsNotInTheTableIsAnError() {
    assertThatThrownBy(() -> web.reclaim("a split", out, NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("service web cannot go from RECOVER to RECLAIM: a split");
    assertThat(out).isEmpty();
  }

  @Test
  void whatWasSaidOfEachStateIsTrueOfNoOther() {
    starting();
    assertThat(web.report().state()).isEqualTo(ServiceState.STARTING);
    web.started(EPOCH, out, NOW);
    assertThat(web.report().state()).isEqualTo(ServiceState.UP);
    assertThat(web.report().reason()).isEqualTo(web.reason()).startsWith("holds epoch 101");
    web.yield("moved", out, NOW);
    assertThat(web.report().state()).isEqualTo(ServiceState.STOPPING);
    assertThat(web.report()).isSameAs(web.report());
  }
}
