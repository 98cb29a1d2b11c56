package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.batonha.transport.LinkState;
import org.junit.jupiter.api.Test;

/** Virtual time: a heartbeat each 100 ms, DOWN after 5 missed. */
class LinkHealthTest {
  private final LinkHealth health = new LinkHealth(millis(100), 5, 0);

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private LinkState beatAt(long millis) {
    health.answer(0, millis(millis));
    return health.state();
  }

  private LinkState judgeAt(long millis) {
    health.judge(millis(millis));
    return health.state();
  }

  @Test
  void aNewPeerIsInDoubtUntilItIsHeard() {
    assertThat(health.state()).isEqualTo(LinkState.INDOUBT);
    assertThat(beatAt(10)).isEqualTo(LinkState.UP);
  }

  @Test
  void aNewPeerThatIsNeverHeardGoesDown() {
    assertThat(judgeAt(549)).isEqualTo(LinkState.INDOUBT);
    assertThat(judgeAt(550)).isEqualTo(LinkState.DOWN);
  }

  @Test
  void jitterRaisesNoDoubt() {
    beatAt(0);
    assertThat(judgeAt(149)).isEqualTo(LinkState.UP);
    beatAt(149);
    assertThat(judgeAt(290)).isEqualTo(LinkState.UP);
  }

  @Test
  void theFirstMissedHeartbeatRaisesDoubtAndTheNextEndsIt() {
    beatAt(0);
    assertThat(judgeAt(150)).isEqualTo(LinkState.INDOUBT);
    assertThat(health.missed()).isEqualTo(1);
    assertThat(beatAt(200)).isEqualTo(LinkState.UP);
    assertThat(health.missed()).isZero();
  }

  @Test
  void silenceForTheLimitMeansDown() {
    beatAt(0);
    judgeAt(150);
    assertThat(judgeAt(549)).isEqualTo(LinkState.INDOUBT);

    assertThat(health.judge(millis(550)))
        .hasValue(
            new LinkHealth.Change(
                LinkState.INDOUBT, LinkState.DOWN, "silent for 550 ms, 5 heartbeats missed"));
    assertThat(health.judge(millis(600))).isEmpty();
  }

  @Test
  void onlySeveralHeartbeatsInARowBringALinkBack() {
    judgeAt(1_000);

    assertThat(beatAt(1_000)).isEqualTo(LinkState.DOWN);
    assertThat(beatAt(1_100)).isEqualTo(LinkState.DOWN);
    assertThat(beatAt(1_200)).isEqualTo(LinkState.UP);
  }

  @Test
  void aGapBetweenAnswersStartsTheProbationAnew() {
    judgeAt(1_000);
    beatAt(1_000);
    beatAt(1_100);

    assertThat(beatAt(1_400)).isEqualTo(LinkState.DOWN);
    assertThat(beatAt(1_500)).isEqualTo(LinkState.DOWN);
    assertThat(beatAt(1_600)).isEqualTo(LinkState.UP);
  }

  @Test
  void aBurstOfDataDoesNotEndTheProbation() {
    judgeAt(1_000);
    for (int i = 0; i < 100; i++) {
      health.heard(millis(1_000) + i);
    }

    assertThat(health.state()).isEqualTo(LinkState.DOWN);
  }

  @Test
  void dataCountsAsASignOfLife() {
    beatAt(0);
    health.heard(millis(500));

    assertThat(judgeAt(640)).isEqualTo(LinkState.UP);
  }

  @Test
  void aNodeThatStalledJudgesNobodyByWhatItDidNotHear() {
    beatAt(0);
    health.freshWindow(millis(10_000));

    assertThat(judgeAt(10_100)).isEqualTo(LinkState.UP);
    assertThat(judgeAt(10_550)).isEqualTo(LinkState.DOWN);
  }

  @Test
  void whatIsKnownToBeLostIsDownAtOnce() {
    beatAt(0);

    assertThat(health.lost("its process is dead")).isPresent();
    assertThat(health.lost("again")).isEmpty();
    assertThat(health.state()).isEqualTo(LinkState.DOWN);
  }

  @Test
  void aPeerThatDoesNotHearUsIsInDoubtAndThenDownThoughWeHearIt() {
    beatAt(100);
    for (int millis = 100; millis <= 500; millis += 100) {
      health.answer(millis(millis + 50), millis(100 + millis));
      health.judge(millis(100 + millis));
      assertThat(health.state())
          .as("unheard for %d ms", millis + 50)
          .isEqualTo(millis < 500 ? LinkState.INDOUBT : LinkState.DOWN);
    }
    assertThat(health.missed()).isEqualTo(5);
  }

  @Test
  void onlyAnswersThatProveBothWaysBringALinkBack() {
    judgeAt(1_000);
    for (int millis = 1_000; millis < 2_000; millis += 100) {
      health.answer(millis(millis), millis(millis));
    }
    assertThat(health.state()).isEqualTo(LinkState.DOWN);

    assertThat(beatAt(2_000)).isEqualTo(LinkState.DOWN);
    assertThat(beatAt(2_100)).isEqualTo(LinkState.DOWN);
    assertThat(beatAt(2_200)).isEqualTo(LinkState.UP);
  }

  @Test
  void aNewPeerHasTimeToHearUs() {
    health.answer(LinkHealth.NEVER, millis(100));
    assertThat(health.judge(millis(100))).isEmpty();
    assertThat(health.state()).isEqualTo(LinkState.INDOUBT);

    assertThat(beatAt(200)).isEqualTo(LinkState.UP);
  }

  @Test
  void aNodeThatStalledIsNotToldThatNobodyHeardIt() {
    beatAt(0);
    health.answer(millis(10_000), millis(10_000)); // read before the stall was noticed
    health.freshWindow(millis(10_001));
    assertThat(judgeAt(10_001)).isEqualTo(LinkState.UP);

    health.answer(millis(10_050), millis(10_050));
    assertThat(judgeAt(10_050)).isEqualTo(LinkState.UP);
  }
}
