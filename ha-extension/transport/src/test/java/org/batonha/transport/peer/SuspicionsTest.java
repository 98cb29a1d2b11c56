package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.peer.Suspicions.Condition;
import org.jgroups.Address;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

/** Virtual time: a window of 500 ms. */
class SuspicionsTest {
  private static final Address TWO = UUID.randomUUID();

  private final Suspicions suspicions = new Suspicions(millis(500));

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private List<Address> suspectedAt(long millis, Condition condition) {
    return suspicions.judge(Map.of(TWO, condition), millis(millis)).suspected();
  }

  @Test
  void aSilentMemberIsSuspectedAtOnceAndAgainWhileItStaysInTheView() {
    assertThat(suspectedAt(0, Condition.SILENT)).containsExactly(TWO);
    assertThat(suspectedAt(499, Condition.SILENT)).isEmpty();
    assertThat(suspectedAt(500, Condition.SILENT)).containsExactly(TWO);

    suspicions.judge(Map.of(), millis(600));
    assertThat(suspectedAt(700, Condition.SILENT)).as("a member again").containsExactly(TWO);
  }

  @Test
  void aMemberThatIsHeardAgainIsCleared() {
    suspectedAt(0, Condition.SILENT);

    assertThat(suspicions.judge(Map.of(TWO, Condition.ALIVE), millis(10)).cleared())
        .containsExactly(TWO);
    assertThat(suspicions.judge(Map.of(TWO, Condition.ALIVE), millis(20)).cleared()).isEmpty();
  }

  @Test
  void aSuspectThatIsSparedLaterIsClearedWhenItIsHeard() {
    suspectedAt(0, Condition.SILENT);

    assertThat(suspicions.judge(Map.of(TWO, Condition.SPARED), millis(600)))
        .isEqualTo(new Suspicions.Verdict(List.of(), List.of()));
    assertThat(suspicions.judge(Map.of(TWO, Condition.ALIVE), millis(700)).cleared())
        .containsExactly(TWO);
  }

  @Test
  void aMemberThatWasOnlySparedIsNeitherSuspectedNorCleared() {
    assertThat(suspectedAt(0, Condition.SPARED)).isEmpty();
    assertThat(suspectedAt(5_000, Condition.SPARED)).isEmpty();

    assertThat(suspicions.judge(Map.of(TWO, Condition.ALIVE), millis(5_100)).cleared()).isEmpty();
    assertThat(suspectedAt(5_200, Condition.SPARED)).isEmpty();
    assertThat(suspectedAt(5_300, Condition.SILENT)).as("judged after all").containsExactly(TWO);
  }

  @Test
  void aMemberThatSaidByeHasTimeToLeave() {
    assertThat(suspectedAt(0, Condition.STOPPED)).isEmpty();
    assertThat(suspectedAt(999, Condition.STOPPED)).isEmpty();
    assertThat(suspectedAt(1_000, Condition.STOPPED)).containsExactly(TWO);
  }

  @Test
  void aMemberThatWasNeverHeardHasTimeToIntroduceItself() {
    assertThat(suspectedAt(0, Condition.UNHEARD)).isEmpty();
    assertThat(suspectedAt(1_999, Condition.UNHEARD)).isEmpty();
    assertThat(suspectedAt(2_000, Condition.UNHEARD)).containsExactly(TWO);
  }

  @Test
  void aMemberThatLeavesTheViewInTimeIsNeverSuspected() {
    suspectedAt(0, Condition.STOPPED);
    suspicions.judge(Map.of(), millis(100));

    assertThat(suspectedAt(1_050, Condition.STOPPED)).isEmpty();
  }

  @Test
  void aStallStartsTheWaitAnew() {
    suspectedAt(0, Condition.UNHEARD);
    suspicions.freshWindow();

    assertThat(suspectedAt(2_100, Condition.UNHEARD)).isEmpty();
    assertThat(suspectedAt(4_100, Condition.UNHEARD)).containsExactly(TWO);
  }
}
