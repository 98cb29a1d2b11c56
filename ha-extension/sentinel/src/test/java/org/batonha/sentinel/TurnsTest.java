package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Inputs come first, but neither too many nor for too long. */
class TurnsTest {
  private static final long START = Long.MAX_VALUE - 10;

  private final Turns turns = new Turns(START);

  @Test
  void theWorkHasItsTurnWhenNothingWaits() {
    assertThat(turns.isOver(true, START)).isTrue();
    assertThat(turns.isOver(false, START)).isFalse();
    assertThat(turns.isOver(true, START)).isTrue();
  }

  @Test
  void orAfterManyInputs() {
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i < Turns.INPUTS; i++) {
        assertThat(turns.isOver(false, START)).isFalse();
      }
      assertThat(turns.isOver(false, START)).isTrue();
    }
  }

  @Test
  void orAfterAWhile() {
    long limit = Turns.LIMIT.toNanos();

    assertThat(turns.isOver(false, START + limit - 1)).isFalse();
    assertThat(turns.isOver(false, START + limit)).isTrue();
    assertThat(turns.isOver(false, START + 2 * limit - 1)).isFalse();
  }
}
