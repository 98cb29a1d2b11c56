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
}
