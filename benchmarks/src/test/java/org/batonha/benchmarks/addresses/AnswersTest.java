package org.batonha.benchmarks.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.batonha.benchmarks.addresses.Answers.Answer;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

  private final Answers answers =
      new Answers(
          List.of(
              answer(-5, "n1"),
              answer(2, "n1"),
              answer(4, "n1"),
              answer(44, "n2"),
              answer(46, "n2")));

  private static Answer answer(long millis, String host) {
    return new Answer(at(millis), host);
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  @Test
  void theLongestGapCountsFromTheBeginning() {
    assertThat(answers.longestGap(START, at(50))).isEqualTo(Duration.ofMillis(40));
    assertThat(answers.longestGap(at(5), at(45))).isEqualTo(Duration.ofMillis(39));
  }

  @Test
  void andToTheEnd() {
    assertThat(answers.longestGap(at(44), at(200))).isEqualTo(Duration.ofMillis(154));
    assertThat(new Answers(List.of()).longestGap(START, at(7))).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void theOtherHostsFirstAnswerIsFound() {
    assertThat(answers.firstNotOf("n1", START)).contains(answer(44, "n2"));
    assertThat(answers.firstNotOf("n2", START)).contains(answer(2, "n1"));
    assertThat(answers.firstNotOf("n2", at(4))).isEmpty();
  }

  @Test
  void calmIsNoLongGap() {
    assertThat(answers.isCalm(START, at(50), Duration.ofMillis(40))).isTrue();
    assertThat(answers.isCalm(START, at(50), Duration.ofMillis(39))).isFalse();
  }
}
