package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientReportTest {
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  private static Answer good(long millis, String node, long count) {
    return Answer.good(at(millis - 2), at(millis), node, count, "session");
  }

  private static Answer failed(long from, long to) {
    return Answer.failed(at(from), at(to), "SocketTimeoutException: Read timed out");
  }

  @Test
  void theOutageIsTheLongestTimeBetweenTwoGoodAnswers() {
    ClientReport report =
        new ClientReport(
            List.of(
                good(10, "n1", 1),
                good(20, "n1", 2),
                failed(25, 400),
                good(420, "n2", 3),
                good(430, "n2", 4)));

    ClientReport.Gap outage = report.longestGap(at(22), at(440));

    assertThat(outage.from()).isEqualTo(at(20));
    assertThat(outage.length()).isEqualTo(Duration.ofMillis(400));
    assertThat(report.failed(at(22), at(440))).isEqualTo(1);
    assertThat(report.firstFromAnotherNode(at(22))).map(Answer::to).contains(at(420));
  }

  @Test
  void aClientThatIsNeverServedAgainWaitsUntilTheEnd() {
    ClientReport report = new ClientReport(List.of(good(10, "n1", 1), failed(15, 1015)));

    assertThat(report.longestGap(at(12), at(5010)).length()).isEqualTo(Duration.ofMillis(5000));
    assertThat(report.isCalm(at(12), at(5010), Duration.ofMillis(500))).isFalse();
  }

  @Test
  void anAnswerAfterTheEndDoesNotCount() {
    ClientReport report =
        new ClientReport(List.of(good(10, "n1", 1), good(20, "n1", 2), good(900, "n1", 3)));

    assertThat(report.longestGap(at(10), at(100)).length()).isEqualTo(Duration.ofMillis(80));
  }

  @Test
  void countsOneByOneAreCalm() {
    ClientReport report =
        new ClientReport(List.of(good(10, "n1", 1), good(20, "n1", 2), good(30, "n1", 3)));

    assertThat(report.isCalm(at(10), at(35), Duration.ofMillis(20))).isTrue();
    assertThat(report.lostUpdates()).isZero();
    assertThat(report.isSessionKept()).isTrue();
  }

  @Test
  void aLaterAnswerThatContradictsAnAcknowledgedCountIsALoss() {
    ClientReport report =
        new ClientReport(List.of(good(10, "n1", 7), good(20, "n1", 8), good(500, "n2", 8)));

    assertThat(report.lostUpdates()).isEqualTo(1);
    assertThat(report.isSessionKept()).isTrue();
  }

  @Test
  void aRequestWithoutAnAnswerMayHaveBeenCountedOrNot() {
    Answer before = good(10, "n1", 7);

    assertThat(new ClientReport(List.of(before, failed(12, 99), good(120, "n2", 8))).lostUpdates())
        .isZero();
    assertThat(new ClientReport(List.of(before, failed(12, 99), good(120, "n2", 9))).lostUpdates())
        .isZero();
  }

  @Test
  void aSessionThatBeginsAnewIsNotKeptAndLosesAllItsCounts() {
    ClientReport report =
        new ClientReport(List.of(good(10, "n1", 1), good(20, "n1", 2), good(500, "n2", 1)));

    assertThat(report.isSessionKept()).isFalse();
    assertThat(report.lostUpdates()).isEqualTo(2);
  }

  @Test
  void anotherSessionIsNotKept() {
    Answer other = Answer.good(at(28), at(30), "n2", 9, "another");

    assertThat(new ClientReport(List.of(good(10, "n1", 8), other)).isSessionKept()).isFalse();
  }

  @Test
  void aClientWithoutAnyAnswerHasNoSession() {
    assertThat(new ClientReport(List.of(failed(1, 2))).isSessionKept()).isFalse();
  }

  @Test
  void aRequestThatWasSentAgainMayBeCountedTwice() {
    Answer repeated = good(20, "n2", 3).sent(2);

    ClientReport report = new ClientReport(List.of(good(10, "n1", 1), repeated));

    assertThat(report.duplicates()).isZero();
    assertThat(report.stepsBack()).isZero();
  }

  @Test
  void aRequestThatWasSentOnceIsCountedOnce() {
    ClientReport report = new ClientReport(List.of(good(10, "n1", 1), good(20, "n2", 3)));

    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.lostUpdates()).isZero();
  }

  @Test
  void aRequestWithoutAnAnswerMayBeCountedLaterButOnce() {
    List<Answer> late = new ArrayList<>();
    late.add(good(10, "n1", 1));
    late.add(failed(15, 1015));
    late.add(good(1020, "n2", 2));
    late.add(good(1030, "n2", 4));

    assertThat(new ClientReport(late).duplicates()).isZero();

    late.add(good(1040, "n2", 6));

    assertThat(new ClientReport(late).duplicates()).isEqualTo(1);
  }

  @Test
  void aRequestThatWasNeverSentExcusesNothing() {
    ClientReport report =
        new ClientReport(List.of(good(10, "n1", 1), failed(15, 1015).sent(0), good(1020, "n2", 3)));

    assertThat(report.duplicates()).isEqualTo(1);
  }

  @Test
  void aSendingWhoseConnectionEndedExcusesASecondCountSoonAndNotForEver() {
    Answer before = good(10, "n1", 1);
    Answer repeated = good(20, "n2", 2).sent(2);

    assertThat(new ClientReport(List.of(before, repeated, good(30, "n2", 4))).duplicates())
        .isZero();
    assertThat(
            new ClientReport(
                    List.of(before, repeated, good(20_000, "n2", 3), good(20_010, "n2", 5)))
                .duplicates())
        .isEqualTo(1);
  }

  @Test
  void whatWasSentBeforeALongOutageMayBeSeenOnlyAfterIt() {
    ClientReport report =
        new ClientReport(
            List.of(good(10, "n1", 1), failed(15, 1015).sent(2), good(500_000, "n2", 4)));

    assertThat(report.duplicates()).isZero();
  }

  @Test
  void aRequestThatNobodyAnsweredExcusesALateCountButNotForEver() {
    ClientReport report =
        new ClientReport(
            List.of(
                good(10, "n1", 1),
                failed(15, 1015),
                good(200_000, "n2", 2),
                good(200_010, "n2", 4)));

    assertThat(report.duplicates()).isEqualTo(1);
  }

  @Test
  void anAnswerWithACountThatWasThereBeforeIsAStepBack() {
    ClientReport report =
        new ClientReport(
            List.of(good(10, "n1", 1), good(20, "n1", 2), good(30, "n2", 2), good(40, "n2", 3)));

    assertThat(report.stepsBack()).isEqualTo(1);
    assertThat(report.lostUpdates()).isEqualTo(1);
  }
}
