package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountersTest {
  private final Counters counters = new Counters();

  @Test
  void everyWaitIsInTheMeanHoweverItEnded() {
    assertThat(counters.meanWaitMicros()).isZero();

    counters.committed.increment();
    counters.waited(1_000_000);
    counters.withoutQuorum.increment();
    counters.waited(3_000_000);

    assertThat(counters.meanWaitMicros()).isEqualTo(2_000);
    assertThat(counters.longestWaitMicros()).isEqualTo(3_000);
  }
}
