package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  @Test
  void oneThatThrowsKeepsNobodyElseFromBeingTold() throws Exception {
    CountDownLatch thrown = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    try (Deadlines deadlines = new Deadlines(() -> {})) {
      deadlines.add(
          () -> {
            thrown.countDown();
            throw new IllegalStateException("as wanted");
          },
          Duration.ZERO);
      assertThat(thrown.await(20, TimeUnit.SECONDS)).isTrue();

      deadlines.add(told::countDown, Duration.ZERO);

      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
