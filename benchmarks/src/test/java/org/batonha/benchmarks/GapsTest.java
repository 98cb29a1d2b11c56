package org.batonha.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapsTest {
  private final Gaps gaps = new Gaps();

  @Test
  void theLongestWaitOfAnySenderCounts() {
    gaps.arrived("n1", 1, 100);
    gaps.arrived("n2", 7, 110);
    gaps.arrived("n1", 2, 150);
    gaps.arrived("n2", 8, 120);

    assertThat(gaps.seen(150)).isEqualTo(new Gaps.Seen(50, 0));
  }

  @Test
  void whoIsSilentNowCountsUntilNow() {
    gaps.arrived("n1", 1, 100);
    gaps.reset();

    assertThat(gaps.seen(900).longest()).isEqualTo(800);
  }

  @Test
  void whatIsLostOrComesTwiceOrLateIsOutOfTurn() {
    long[] numbers = {1, 3, 3, 2, 3};
    for (long number : numbers) {
      gaps.arrived("n1", number, 0);
    }

    assertThat(gaps.seen(0).wrong()).isEqualTo(3);
    gaps.reset();
    gaps.arrived("n1", 4, 0);
    assertThat(gaps.seen(0).wrong()).isZero();
  }
}
