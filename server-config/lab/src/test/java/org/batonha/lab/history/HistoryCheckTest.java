package org.batonha.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.batonha.lab.history.Violation.Kind;
import org.junit.jupiter.api.Test;

class HistoryCheckTest {
  private static final String SESSION = "shared";

  private static Operation counted(long begin, long end, long count) {
    return new Operation(1, SESSION, "a", begin, end, Map.of("a", count), "n1");
  }

  private static Operation gaveUp(long begin, long end) {
    return new Operation(1, SESSION, "a", begin, end, null, "timed out");
  }

  private static Operation read(long begin, long end, long count) {
    return new Operation(
        2, SESSION, "", begin, end, count == 0 ? Map.of() : Map.of("a", count), "");
  }

  private static List<Kind> kinds(Operation... history) {
    return HistoryCheck.violations(Arrays.asList(history)).stream().map(Violation::kind).toList();
  }

  @Test
  void whatIsCountedAndReadInTurnIsGood() {
    assertThat(kinds(read(0, 1, 0), counted(2, 3, 1), read(4, 5, 1), counted(6, 7, 2))).isEmpty();
  }

  @Test
  void aReadDuringARequestMaySeeItOrNot() {
    assertThat(kinds(counted(0, 1, 1), counted(2, 9, 2), read(3, 4, 1), read(5, 6, 2))).isEmpty();
  }

  @Test
  void aCountOnTopOfALostOneIsALoss() {
    assertThat(kinds(counted(0, 1, 1), counted(2, 3, 2), counted(4, 5, 2)))
        .containsExactly(Kind.LOST);
  }

  @Test
  void aSessionThatBeginsAnewIsALoss() {
    assertThat(kinds(counted(0, 1, 1), counted(2, 3, 2), counted(4, 5, 1)))
        .containsExactly(Kind.LOST);
  }

  @Test
  void aCountThatIsNotThereAtAllIsALoss() {
    assertThat(kinds(counted(0, 1, 0))).containsExactly(Kind.LOST);
  }

  @Test
  void aLossIsToldOnce() {
    assertThat(kinds(counted(0, 1, 1), counted(2, 3, 2), counted(4, 5, 1), counted(6, 7, 2)))
        .containsExactly(Kind.LOST);
  }

  @Test
  void aReadThatMissesAnAcknowledgedCountIsStale() {
    assertThat(kinds(counted(0, 1, 1), counted(2, 3, 2), read(4, 5, 1), read(6, 7, 2)))
        .containsExactly(Kind.STALE);
  }

  @Test
  void aLastReadThatMissesAnAcknowledgedCountIsNotOverlooked() {
    assertThat(kinds(counted(0, 1, 1), read(2, 3, 0))).containsExactly(Kind.STALE);
  }

  @Test
  void whatWasReadAndIsGoneWasDirtyUnlessItWasAcknowledged() {
    assertThat(kinds(gaveUp(0, 9), read(1, 2, 1), read(3, 4, 0))).containsExactly(Kind.DIRTY);
    assertThat(kinds(counted(0, 3, 1), read(1, 2, 1), read(4, 5, 0))).containsExactly(Kind.STALE);
  }

  /** What was only told is above what was acknowledged: that hides no loss of the latter. */
  @Test
  void whatIsBelowTheAcknowledgedIsNotDirtyWhateverWasToldBefore() {
    assertThat(
            kinds(
                counted(0, 1, 1),
                counted(2, 3, 2),
                gaveUp(4, 20),
                read(5, 6, 3),
                read(7, 8, 0),
                counted(21, 22, 1)))
        .containsExactly(Kind.STALE);
    assertThat(
            kinds(
                counted(0, 1, 1),
                counted(2, 3, 2),
                gaveUp(4, 20),
                read(5, 6, 3),
                counted(21, 22, 1)))
        .containsExactly(Kind.LOST);
  }

  @Test
  void aDirtyReadDoesNotLowerWhatWasAcknowledged() {
    assertThat(
            kinds(
                counted(0, 1, 1),
                counted(2, 3, 2),
                gaveUp(4, 20),
                read(5, 6, 3),
                read(7, 8, 2),
                read(9, 10, 1)))
        .containsExactly(Kind.DIRTY, Kind.STALE);
  }

  @Test
  void aCountInPlaceOfOneThatWasOnlyToldIsDirty() {
    assertThat(kinds(counted(0, 1, 1), gaveUp(2, 9), read(3, 4, 2), counted(10, 11, 2)))
        .containsExactly(Kind.DIRTY);
  }

  @Test
  void aRequestThatIsCountedTwiceIsADuplicate() {
    assertThat(kinds(counted(0, 1, 1), counted(2, 3, 3))).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void aReadOfMoreThanWasSentIsADuplicate() {
    assertThat(kinds(counted(0, 1, 1), read(2, 3, 2))).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void aRequestWithoutAnAnswerIsCountedOrNot() {
    assertThat(kinds(counted(0, 1, 1), gaveUp(2, 3), counted(4, 5, 2))).isEmpty();
    assertThat(kinds(counted(0, 1, 1), gaveUp(2, 3), counted(4, 5, 3))).isEmpty();
  }

  @Test
  void aRequestWithoutAnAnswerMayBeCountedLate() {
    assertThat(kinds(gaveUp(0, 1), counted(2, 3, 1), read(4, 5, 1), counted(6, 7, 3))).isEmpty();
  }

  @Test
  void aRequestWithoutAnAnswerIsCountedOnce() {
    assertThat(kinds(gaveUp(0, 1), counted(2, 3, 2), counted(4, 5, 4)))
        .containsExactly(Kind.DUPLICATE);
  }

  @Test
  void sessionsHaveNothingToDoWithEachOther() {
    Operation other = new Operation(1, "own", "a", 4, 5, Map.of("a", 1L), "n1");

    assertThat(kinds(counted(0, 1, 1), counted(2, 3, 2), other)).isEmpty();
  }

  @Test
  void aCounterHasOneWriter() {
    Operation other = new Operation(2, SESSION, "a", 2, 3, Map.of("a", 2L), "n1");

    assertThatThrownBy(() -> kinds(counted(0, 1, 1), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two writers, 1 and 2");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    List<Operation> all =
        List.of(counted(0, 1, 1), gaveUp(2, 3), read(4, 5, 0), read(6, 7, 123_456_789_012L));

    assertThat(all.stream().map(Operation::line).map(Operation::ofLine)).isEqualTo(all);
  }

  /**
   * A store that keeps all, with clients at random: never a violation. One that forgets: always.
   */
  @Test
  void aStoreThatKeepsAllIsGoodAndOneThatForgetsIsNot() {
    for (int seed = 0; seed < 200; seed++) {
      assertThat(HistoryCheck.violations(random(seed, false))).as("seed %d", seed).isEmpty();
      assertThat(HistoryCheck.violations(random(seed, true))).as("seed %d", seed).isNotEmpty();
    }
  }

  private static List<Operation> random(int seed, boolean forgets) {
    Random random = new Random(seed);
    List<Operation> history = new ArrayList<>();
    long[] store = new long[3];
    for (int step = 0; step < 300; step++) {
      int client = random.nextInt(store.length);
      boolean counts = random.nextInt(3) > 0;
      boolean isCounted = random.nextInt(10) > 0;
      boolean isKnown = isCounted && random.nextInt(10) > 0;
      if (counts && isCounted) {
        store[client]++;
      }
      Map<String, Long> seen = Map.of("c0", store[0], "c1", store[1], "c2", store[2]);
      history.add(
          new Operation(
              client,
              SESSION,
              counts ? "c" + client : "",
              step * 10L,
              step * 10L + 5,
              isKnown ? seen : null,
              ""));
      if (forgets && step == 150) {
        store[client] = 0;
      }
    }
    return history;
  }
}
