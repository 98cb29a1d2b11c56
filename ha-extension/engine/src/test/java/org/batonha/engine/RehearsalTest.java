package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.batonha.core.QuorumPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService executor = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    timer.shutdownNow();
    executor.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void theHolderDiesAndTheServiceIsTakenAndMovedBack(QuorumPolicy quorum) {
    assertThat(Rehearsal.play(quorum, timer, executor)).isTrue();
  }
}
