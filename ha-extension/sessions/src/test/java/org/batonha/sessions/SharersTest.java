package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharersTest {
  private final Sharers sharers = new Sharers();
  private final List<String> told = new ArrayList<>();

  private void close(String who, Outcome outcome) {
    sharers.close("s", () -> outcome, known -> told.add(who + " " + known));
  }

  @Test
  void oneAloneIsToldOfItsOwnCommit() {
    sharers.enter("s");

    close("a", Outcome.COMMITTED);

    assertThat(told).containsExactly("a COMMITTED");
  }

  @Test
  void oneThatWroteNothingWaitsForTheOneThatDoes() {
    sharers.enter("s");
    sharers.enter("s");

    close("a", Outcome.NOTHING);

    assertThat(told).isEmpty();
    close("b", Outcome.COMMITTED);
    assertThat(told).containsExactly("b COMMITTED", "a COMMITTED");
  }

  @Test
  void aFailureIsThatOfAllWhoWaitForIt() {
    sharers.enter("s");
    sharers.enter("s");
    close("a", Outcome.NOTHING);

    close("b", Outcome.FAILED);

    assertThat(told).containsExactly("b FAILED", "a FAILED");
  }

  @Test
  void whoWasDoneAfterAWriteBeganIsNotCoveredByIt() {
    sharers.enter("s");
    sharers.enter("s");
    sharers.enter("s");

    sharers.close(
        "s",
        () -> {
          close("late", Outcome.NOTHING);
          return Outcome.COMMITTED;
        },
        known -> told.add("first " + known));

    assertThat(told).containsExactly("first COMMITTED");
    close("last", Outcome.COMMITTED);
    assertThat(told).containsExactly("first COMMITTED", "last COMMITTED", "late COMMITTED");
  }

  @Test
  void whenNobodyIsLeftThoseWhoWaitAreToldThatNobodyWrote() {
    sharers.enter("s");
    sharers.enter("s");
    close("a", Outcome.NOTHING);

    sharers.leave("s");

    assertThat(told).containsExactly("a NOTHING");
  }

  @Test
  void whoIsToldThatNobodyWroteIsAloneUntilAnotherComes() {
    sharers.enter("s");

    sharers.close(
        "s",
        () -> Outcome.NOTHING,
        known -> {
          told.add("alone " + sharers.isAlone("s"));
          sharers.enter("s");
          told.add("alone " + sharers.isAlone("s"));
          close("b", Outcome.NOTHING);
          told.add("a told");
        });

    assertThat(told).containsExactly("alone true", "alone false", "a told", "b NOTHING");
    assertThat(sharers.isAlone("s")).isFalse();
  }

  @Test
  void oneWhoCannotBeToldKeepsNobodyElseFromIt() {
    sharers.enter("s");
    sharers.enter("s");
    close("a", Outcome.NOTHING);

    sharers.close(
        "s",
        () -> Outcome.COMMITTED,
        known -> {
          throw new IllegalStateException("as wanted");
        });

    assertThat(told).containsExactly("a COMMITTED");
  }

  @Test
  void aCommitThatThrowsHasFailed() {
    sharers.enter("s");

    assertThatThrownBy(
            () ->
                sharers.close(
                    "s",
                    () -> {
                      throw new IllegalStateException("as wanted");
                    },
                    known -> told.add("a " + known)))
        .hasMessage("as wanted");
    assertThat(told).containsExactly("a FAILED");
  }
}
