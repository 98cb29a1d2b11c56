package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.WEB;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What keeps a service from being on a node, in each state that it can be in there. */
class FitnessTest extends LocalServiceFixture {
  // ---- checks

  @Test
  void aFailedCheckOfAnIdleServiceFailsIt() {
    web.checkFailed("no carrier", out, NOW);

    assertThat(out)
        .containsExactly(transition(0, ServiceState.RECOVER, ServiceState.FAIL, "no carrier"));
    assertThat(web.failingCheck()).isEqualTo("no carrier");
  }

  @Test
  void aFailedCheckDropsTheClaim() {
    asking();
    web.checkFailed("no carrier", out, NOW);

    assertThat(web.claim()).isZero();
    assertThat(web.report().released()).isEqualTo(EPOCH);
    assertThat(web.state()).isEqualTo(ServiceState.FAIL);
  }

  @Test
  void aFailedCheckDropsTheNomination() {
    nominated();
    web.checkFailed("no carrier", out, NOW);

    assertThat(web.isNominated()).isFalse();
    assertThat(web.report().released()).isZero();
  }

  @Test
  void aFailedCheckStopsAndFailsAfterwards() {
    up();
    web.checkFailed("no carrier", out, NOW);
    assertThat(out).contains(new Decision.Stop(WEB, EPOCH, true, "no carrier"));

    web.stopped(EPOCH, out, NOW);
    assertThat(out)
        .endsWith(transition(EPOCH, ServiceState.STOPPING, ServiceState.FAIL, "no carrier"));
    web.checkPassed(out, NOW);
    assertThat(out)
        .endsWith(
            transition(EPOCH, ServiceState.FAIL, ServiceState.RECOVER, "its checks pass again"));
    assertThat(web.failingCheck()).isNull();
  }

  @Test
  void aCheckThatFailsTwiceStopsOnce() {
    up();
    web.checkFailed("no carrier", out, NOW);
    int decided = out.size();
    web.checkFailed("still no carrier", out, NOW);

    assertThat(out).hasSize(decided);
    assertThat(web.failingCheck()).isEqualTo("still no carrier");
  }

  @Test
  void aCheckThatFailsDuringTheStopFailsItAfterwards() {
    stopping();
    web.checkFailed("no carrier", out, NOW);
    assertThat(out).isEmpty();

    web.stopped(EPOCH, out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.FAIL);
    web.checkPassed(out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.RECOVER);
  }

  @Test
  void aCheckThatPassesDuringTheStopFailsNothing() {
    up();
    web.checkFailed("no carrier", out, NOW);
    web.checkPassed(out, NOW);
    web.stopped(EPOCH, out, NOW);

    assertThat(web.state()).isEqualTo(ServiceState.RECOVER);
  }

  @Test
  void aCheckThatPassesChangesNothingWhereNoneFailed() {
    up();
    web.checkPassed(out, NOW);

    assertThat(out).isEmpty();
  }

  @Test
  void aCheckThatFailsInDoubtFails() {
    nominated();
    web.probed(new Event.Probed(WEB, EPOCH, Optional.of(new Event.Answer(true, "n2"))), out, NOW);
    web.checkFailed("no carrier", out, NOW);

    assertThat(web.state()).isEqualTo(ServiceState.FAIL);
  }

  @Test
  void aFailingCheckKeepsItFromComingBackAfterABrokenStart() {
    starting();
    web.startFailed(
        new Event.StartFailed(WEB, EPOCH, Event.Obstacle.BROKEN, "broken"), false, out, NOW);
    web.checkFailed("no carrier", out, NOW);
    out.clear();
    web.recover(out, NOW);

    assertThat(out)
        .containsExactly(
            transition(EPOCH, ServiceState.FAIL, ServiceState.RECOVER, "recovered by an operator"),
            transition(EPOCH, ServiceState.RECOVER, ServiceState.FAIL, "no carrier"));
    web.checkPassed(out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.RECOVER);
  }

  // ---- operators

  @Test
  void anOperatorsWordStandsWhenChecksPass() {
    web.failedByOperator(out, NOW);
    assertThat(out)
        .containsExactly(
            transition(0, ServiceState.RECOVER, ServiceState.FAIL, "failed by an operator"));

    web.checkFailed("no carrier", out, NOW);
    web.checkPassed(out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.FAIL);
  }

  @Test
  void anOperatorMayTakeOverACheckedFailure() {
    web.checkFailed("no carrier", out, NOW);
    web.failedByOperator(out, NOW);
    web.checkPassed(out, NOW);

    assertThat(web.state()).isEqualTo(ServiceState.FAIL);
  }

  @Test
  void anOperatorsFailStopsFirst() {
    up();
    web.failedByOperator(out, NOW);
    assertThat(out).contains(new Decision.Stop(WEB, EPOCH, true, "failed by an operator"));

    web.checkFailed("no carrier", out, NOW);
    web.checkPassed(out, NOW);
    web.stopped(EPOCH, out, NOW);
    assertThat(web.state()).isEqualTo(ServiceState.FAIL);
  }

  @Test
  void anOperatorsStopGivesUpWhateverThereIs() {
    up();
    web.ordered(5, true, out, NOW);

    assertThat(out).contains(new Decision.Stop(WEB, EPOCH, true, "stopped by an operator"));
    assertThat(web.isStopped()).isTrue();
    assertThat(web.report().order()).isEqualTo(5);
    assertThat(web.report().stopped()).isTrue();
  }

  @Test
  void onlyANewerOrderCounts() {
    web.report();
    web.ordered(5, true, out, NOW);
    assertThat(web.report().order()).isEqualTo(5);
    web.ordered(5, false, out, NOW);
    web.ordered(4, false, out, NOW);
    assertThat(web.isStopped()).isTrue();
    web.ordered(6, false, out, NOW);
    assertThat(web.report().order()).isEqualTo(6);
    assertThat(web.isStopped()).isFalse();
    assertThat(web.order()).isEqualTo(6);
  }

  @Test
  void ofTwoOrdersWithOneNumberTheStopCounts() {
    web.ordered(5, false, out, NOW);
    web.ordered(5, true, out, NOW);
    assertThat(web.isStopped()).isTrue();

    web.ordered(5, false, out, NOW);
    assertThat(web.isStopped()).isTrue();
  }

  @Test
  void aSuccessorBeginsIdleAndSaysWhy() {
    LocalService next = LocalService.after(web, Given.web(), "", out, NOW);

    assertThat(next.state()).isEqualTo(ServiceState.RECOVER);
    assertThat(next.reason()).isEqualTo("its configuration was changed");
  }

  @Test
  void aSuccessorFailsItsCheckUntilThatPasses() {
    web.checkFailed("no carrier", out, NOW);
    LocalService next = LocalService.after(web, Given.web(), "", out, NOW);

    next.checkPassed(out, NOW);

    assertThat(next.state()).isEqualTo(ServiceState.RECOVER);
  }

  @Test
  void aStartStopsNothing() {
    up();
    web.ordered(5, false, out, NOW);

    assertThat(out).isEmpty();
    assertThat(web.report().order()).isEqualTo(5);
  }

  // ---- the node

  @Test
  void aNodeThatIsNotAvailableGivesUpWhatItHas() {
    up();
    web.setUnavailable("maintenance", out, NOW);

    assertThat(out).contains(new Decision.Stop(WEB, EPOCH, true, "maintenance"));
  }

  @Test
  void aNodeThatIsNotAvailableAsksForNothing() {
    asking();
    web.setUnavailable("maintenance", out, NOW);

    assertThat(web.report().released()).isEqualTo(EPOCH);
    assertThat(web.report().claim()).isZero();
  }

  @Test
  void aNodeThatIsAvailableAgainStopsNothing() {
    web.setUnavailable("maintenance", out, NOW);
    assertThat(web.report().unavailable()).isEqualTo("maintenance");
    web.setUnavailable("", out, NOW);
    assertThat(web.report().unavailable()).isEmpty();
    up();
    web.setUnavailable("", out, NOW);

    assertThat(out).isEmpty();
  }

  // ---- removed

  @Test
  void aRemovedServiceIsGoneALeaseAfterItWasReleased() {
    up();
    assertThat(web.isGone(NOW + 9 * LEASE)).isFalse();
    web.remove(out, NOW);
    assertThat(web.isRemoved()).isTrue();
    assertThat(out).contains(new Decision.Stop(WEB, EPOCH, true, "its configuration was removed"));
    assertThat(web.isGone(NOW + 9 * LEASE)).isFalse();

    web.stopped(EPOCH, out, NOW + 7);

    assertThat(web.deadline()).isEqualTo(NOW + 7 + LEASE);
    assertThat(web.isGone(NOW + 6 + LEASE)).isFalse();
    assertThat(web.isGone(NOW + 7 + LEASE)).isTrue();
  }

  @Test
  void whatTakesItsPlaceNeedNotWait() {
    stopping();
    web.remove(out, NOW);
    ServiceConfig next = Given.web().withFailback(Duration.ZERO);
    web.replaceWith(next);
    assertThat(web.isGone(NOW)).isFalse();
    web.stopped(EPOCH, out, NOW);

    assertThat(web.isGone(NOW)).isTrue();
    assertThat(web.successor()).contains(next);
  }

  @Test
  void aSuccessorKnowsTheEpochsOrdersAndChecksOfTheOldOne() {
    stopping();
    web.stopped(EPOCH, out, NOW);
    web.ordered(5, true, out, NOW);
    web.checkFailed("no carrier", out, NOW);
    web.heardOf(400);

    LocalService next = LocalService.after(web, Given.web(), "maintenance", out, NOW + 9);

    assertThat(next.report())
        .isEqualTo(
            new ServiceReport(
                WEB,
                ServiceState.FAIL,
                0,
                Cause.START,
                EPOCH,
                400,
                5,
                true,
                "maintenance",
                "",
                "no carrier"));
    assertThat(next.failingCheck()).isEqualTo("no carrier");
    assertThat(next.isRemoved()).isFalse();
    assertThat(next.successor()).isEmpty();
  }

  @Test
  void aRemovedServiceSaysSoAtOnce() {
    web.report();
    web.remove(out, NOW);

    assertThat(web.report().unavailable()).isEqualTo("its configuration was removed");
    assertThat(out).isEmpty();
  }
}
