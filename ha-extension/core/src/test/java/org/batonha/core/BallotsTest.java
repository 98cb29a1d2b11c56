package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BallotsTest {
  private static final Set<String> NOBODY = Set.of();
  private final Ballots ballots = new Ballots(List.of("n1", "n2", "n3"));

  @Test
  void whoHasNotAnsweredHasNotAcked() {
    assertThat(ballots.of("n1", 0, NOBODY)).isEqualTo(Quorum.NEVER);
    assertThat(ballots.rank(1, 0, NOBODY)).isEqualTo(Quorum.NEVER);
  }

  @Test
  void anAckCountsFromTheSendingOfWhatItAnswers() {
    assertThat(ballots.judged("n1", 1, 1000, 1)).isTrue();

    assertThat(ballots.of("n1", 1, NOBODY)).isEqualTo(1000);
  }

  @Test
  void whatIsNoVoterCountsNothing() {
    assertThat(ballots.judged("n9", 1, 1000, 1)).isFalse();
    assertThat(ballots.of("n9", 0, NOBODY)).isEqualTo(Quorum.NEVER);
  }

  @Test
  void anOlderAnswerChangesNothing() {
    ballots.judged("n1", 5, 5000, 2);

    assertThat(ballots.judged("n1", 4, 4000, 1)).isFalse();
    assertThat(ballots.of("n1", 2, NOBODY)).isEqualTo(5000);
  }

  @Test
  void theSameRenewalMayBeAnsweredAgain() {
    ballots.judged("n1", 5, 5000, 2);

    assertThat(ballots.judged("n1", 5, 5000, 2)).isTrue();
  }

  @Test
  void anAckOfAListBeforeTheClaimIsNoneOfTheClaim() {
    ballots.judged("n1", 1, 1000, 3);

    assertThat(ballots.of("n1", 3, NOBODY)).isEqualTo(1000);
    assertThat(ballots.of("n1", 4, NOBODY)).isEqualTo(Quorum.NEVER);
  }

  @Test
  void whoRefusedHasNotAcked() {
    ballots.judged("n1", 1, 1000, 1);

    assertThat(ballots.of("n1", 1, Set.of("n1"))).isEqualTo(Quorum.NEVER);
    assertThat(ballots.of("n1", 1, Set.of("n2"))).isEqualTo(1000);
  }

  @Test
  void theSecondNewestAckIsTheMajoritysOfThree() {
    all();

    assertThat(ballots.rank(1, 1, NOBODY)).isEqualTo(3000);
    assertThat(ballots.rank(2, 1, NOBODY)).isEqualTo(2000);
    assertThat(ballots.rank(3, 1, NOBODY)).isEqualTo(1000);
    assertThat(ballots.rank(4, 1, NOBODY)).isEqualTo(Quorum.NEVER);
  }

  private void all() {
    ballots.judged("n1", 1, 1000, 1);
    ballots.judged("n2", 3, 3000, 3);
    ballots.judged("n3", 2, 2000, 2);
  }

  @Test
  void aMajorityLeavesOutWhoRefused() {
    all();

    assertThat(ballots.rank(2, 1, Set.of("n2"))).isEqualTo(1000);
    assertThat(ballots.rank(2, 1, NOBODY)).isEqualTo(2000);
  }

  @Test
  void aMajorityLeavesOutWhoAckedAnOlderList() {
    all();
    ballots.rank(2, 1, NOBODY);

    assertThat(ballots.rank(2, 2, NOBODY)).isEqualTo(2000);
    assertThat(ballots.rank(2, 3, NOBODY)).isEqualTo(Quorum.NEVER);
    assertThat(ballots.rank(1, 3, NOBODY)).isEqualTo(3000);
  }

  @Test
  void aNewAckCountsAtOnce() {
    all();
    ballots.rank(2, 1, NOBODY);

    ballots.judged("n1", 4, 4000, 3);

    assertThat(ballots.rank(2, 1, NOBODY)).isEqualTo(3000);
  }

  @Test
  void whatOldVotersSaidCountsNoMore() {
    all();
    ballots.rank(2, 1, NOBODY);

    ballots.configure(List.of("n1", "n2", "n3", "n4"));

    assertThat(ballots.rank(1, 0, NOBODY)).isEqualTo(Quorum.NEVER);
    assertThat(ballots.judged("n4", 1, 500, 1)).isTrue();
    assertThat(ballots.of("n4", 1, NOBODY)).isEqualTo(500);
  }

  @Test
  void whoHasNotAnsweredYetDoesNotHideTheOthersAcks() {
    ballots.judged("n1", 1, 1000, 7);
    ballots.judged("n2", 1, 2000, 8);

    assertThat(ballots.rank(2, 7, NOBODY)).isEqualTo(1000);
    assertThat(ballots.rank(2, 8, NOBODY)).isEqualTo(Quorum.NEVER);
  }

  @Test
  void anotherRankIsCountedAnew() {
    all();
    ballots.rank(2, 1, NOBODY);

    assertThat(ballots.rank(1, 1, NOBODY)).isEqualTo(3000);
    assertThat(ballots.rank(2, 1, NOBODY)).isEqualTo(2000);
  }

  @Test
  void oneClaimsRefusalsAreNotAnothers() {
    all();

    assertThat(ballots.rank(2, 1, Set.of("n2"))).isEqualTo(1000);
    assertThat(ballots.rank(2, 1, Set.of("n1"))).isEqualTo(2000);
  }
}
