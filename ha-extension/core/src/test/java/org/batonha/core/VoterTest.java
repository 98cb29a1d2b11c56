package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.batonha.core.Verdict.Kind;
import org.junit.jupiter.api.Test;

class VoterTest {
  private static final long BELIEF = 500;
  private final Voter voter = new Voter(BELIEF, 0, 0);

  private Optional<Kind> judge(long epoch, String node, long now) {
    return voter.judge("web", epoch, node, 1, false, now).map(Verdict::kind);
  }

  @Test
  void isSilentForOneBeliefAfterItsStart() {
    assertThat(voter.isSilent(BELIEF)).isTrue();
    assertThat(voter.isSilent(BELIEF + 1)).isFalse();
  }

  @Test
  void acksTheFirstThatAsks() {
    assertThat(judge(1, "n1", 1000)).isEmpty();
  }

  @Test
  void acksNoOtherWhileTheHolderMayBeActive() {
    judge(1, "n1", 1000);

    assertThat(judge(2, "n2", 1000 + BELIEF)).contains(Kind.NOT_YET);
    assertThat(judge(2, "n2", 1000 + BELIEF + 1)).isEmpty();
  }

  @Test
  void believesLongerWithEachRenewal() {
    judge(1, "n1", 1000);
    judge(1, "n1", 1400);

    assertThat(judge(2, "n2", 1000 + BELIEF + 1)).contains(Kind.NOT_YET);
  }

  @Test
  void saysAfterHowLongAskingAgainHelps() {
    judge(1, "n1", 1000);

    Verdict verdict = voter.judge("web", 2, "n2", 1, false, 1100).orElseThrow();

    assertThat(judge(2, "n2", 1100 + verdict.waitNanos())).isEmpty();
  }

  @Test
  void acksAnotherAtOnceWhenTheHolderHasReleased() {
    judge(1, "n1", 1000);
    voter.released("web", 1, "n1", 1);

    assertThat(judge(2, "n2", 1001)).isEmpty();
  }

  @Test
  void takesNoReleaseFromAnyoneElse() {
    judge(1, "n1", 1000);
    voter.released("web", 1, "n2", 1);
    voter.released("web", 1, "n1", 2);
    voter.released("web", 0, "n1", 1);

    assertThat(judge(2, "n2", 1001)).contains(Kind.NOT_YET);
  }

  @Test
  void disownsWhoWasOvertaken() {
    judge(1, "n1", 1000);
    voter.released("web", 1, "n1", 1);
    judge(2, "n2", 1001);

    assertThat(judge(1, "n1", 1002)).contains(Kind.DISOWNED);
  }

  @Test
  void givesOneEpochToOneHolderOnly() {
    judge(1, "n1", 1000);

    assertThat(judge(1, "n2", 5000)).contains(Kind.DISOWNED);
  }

  @Test
  void doesNotTakeARestartedHolderForTheOldOne() {
    judge(1, "n1", 1000);

    assertThat(voter.judge("web", 1, "n1", 2, false, 1001).map(Verdict::kind))
        .contains(Kind.DISOWNED);
    assertThat(voter.judge("web", 2, "n1", 2, false, 1001).map(Verdict::kind))
        .contains(Kind.NOT_YET);
  }

  @Test
  void neverAcksWhatWasReleased() {
    judge(1, "n1", 1000);
    voter.released("web", 1, "n1", 1);

    assertThat(judge(1, "n1", 1001)).contains(Kind.DISOWNED);
  }

  @Test
  void aRestartMakesItSilentAgain() {
    voter.restart(7000);

    assertThat(voter.silentUntil()).isEqualTo(7000 + BELIEF);
    assertThat(voter.isSilent(7000 + BELIEF)).isTrue();
    assertThat(voter.isSilent(7001 + BELIEF)).isFalse();
  }

  @Test
  void acksNoNewClaimBelowItsOwnBootAndSaysSo() {
    Voter restarted = new Voter(BELIEF, 100, 0);

    assertThat(restarted.judge("web", 99, "n1", 1, false, 1000))
        .contains(new Verdict("web", 99, Kind.DISOWNED, 100, 0));
    assertThat(restarted.judge("web", 100, "n1", 1, false, 1000)).isEmpty();
  }

  @Test
  void acksBelowItsBootWhoActsOnItAlready() {
    Voter restarted = new Voter(BELIEF, 100, 0);

    assertThat(restarted.judge("web", 99, "n1", 1, true, 1000)).isEmpty();
  }

  @Test
  void saysWhichEpochItKnows() {
    assertThat(voter.known("web")).isZero();
    judge(7, "n1", 1000);

    assertThat(voter.known("web")).isEqualTo(7);
    assertThat(voter.judge("web", 6, "n2", 1, false, 1000))
        .contains(new Verdict("web", 6, Kind.DISOWNED, 7, 0));
    assertThat(voter.judge("web", 8, "n2", 1, false, 1200))
        .contains(new Verdict("web", 8, Kind.NOT_YET, 7, 301));
  }

  @Test
  void aLaterClaimOfTheHolderItselfNeedNotWait() {
    judge(1, "n1", 1000);

    assertThat(judge(2, "n1", 1001)).isEmpty();
  }

  private void heldAndActedOn(long epoch, String node) {
    judge(epoch, node, 1000);
    voter.judge("web", epoch, node, 1, true, 1000);
  }

  @Test
  void knowsAHandoverFromATimeout() {
    heldAndActedOn(1, "n1");
    assertThat(voter.isHandedOver("web")).isFalse();

    voter.released("web", 1, "n1", 1);
    judge(2, "n2", 1001);
    assertThat(voter.isHandedOver("web")).isTrue();

    judge(3, "n3", 9000);
    assertThat(voter.isHandedOver("web")).isFalse();
    assertThat(voter.isHandedOver("mail")).isFalse();
  }

  @Test
  void whoNeverActedHandsOnWhatWasHandedToIt() {
    heldAndActedOn(1, "n1");
    voter.released("web", 1, "n1", 1);
    judge(2, "n2", 1001);
    voter.released("web", 2, "n2", 1);
    judge(3, "n3", 1002);

    assertThat(voter.isHandedOver("web")).isTrue();
  }

  @Test
  void aReleaseOfWhatNeverActedIsNoHandover() {
    judge(1, "n1", 1000);
    voter.released("web", 1, "n1", 1);
    judge(2, "n2", 1001);

    assertThat(voter.isHandedOver("web")).isFalse();
  }

  @Test
  void remembersThatARenewedHolderActed() {
    judge(1, "n1", 1000);
    voter.judge("web", 1, "n1", 1, true, 1001);
    judge(1, "n1", 1002);
    voter.released("web", 1, "n1", 1);
    judge(2, "n2", 1003);

    assertThat(voter.isHandedOver("web")).isTrue();
  }

  @Test
  void theEndOfARunReleasesAllOfItAndNothingElse() {
    judge(1, "n1", 1000);
    voter.judge("mail", 1, "n2", 1, true, 1000);

    voter.ended("n1", 2);
    assertThat(judge(2, "n3", 1001)).contains(Kind.NOT_YET);
    voter.ended("n1", 1);
    assertThat(judge(2, "n3", 1001)).isEmpty();
    assertThat(voter.judge("mail", 2, "n3", 1, false, 1001).map(Verdict::kind))
        .contains(Kind.NOT_YET);
  }

  @Test
  void isBusyForOthersWhileTheHolderMayBeActive() {
    assertThat(voter.busyUntil("web", "n2", 1)).isEqualTo(BELIEF);
    judge(1, "n1", 1000);

    assertThat(voter.busyUntil("web", "n2", 1)).isEqualTo(1000 + BELIEF);
    assertThat(voter.busyUntil("web", "n1", 2)).isEqualTo(1000 + BELIEF);
    assertThat(voter.busyUntil("web", "n1", 1)).isEqualTo(BELIEF);
    voter.released("web", 1, "n1", 1);
    assertThat(voter.busyUntil("web", "n2", 1)).isEqualTo(BELIEF);
  }

  @Test
  void isBusyForAllWhileItIsSilentItself() {
    judge(1, "n1", 1000);
    voter.restart(2000);

    assertThat(voter.busyUntil("web", "n2", 1)).isEqualTo(2000 + BELIEF);
    assertThat(voter.busyUntil("web", "n1", 1)).isEqualTo(2000 + BELIEF);
  }
}
