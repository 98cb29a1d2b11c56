package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  private Drain drain(Duration most) {
    return new Drain(
        () -> {
          looks.incrementAndGet();
          return active.get();
        },
        timer,
        most);
  }

  @Test
  void anIdleServerIsNotWaitedForLong() throws Exception {
    drain(LONG).await().get(LONG.toSeconds() / 2, TimeUnit.SECONDS);

    assertThat(looks.get()).isGreaterThan(1);
  }

  @Test
  void theLastRequestIsWaitedFor() throws Exception {
    active.set(1);
    CompletableFuture<Void> idle = drain(LONG).await();
    while (looks.get() < 5) {
      Thread.onSpinWait();
    }
    assertThat(idle).isNotDone();

    active.set(0);
    idle.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void aRequestThatNeverEndsIsNotWaitedForLonger() throws Exception {
    active.set(1);

    drain(Duration.ofMillis(20)).await().get(LONG.toSeconds(), TimeUnit.SECONDS);

    assertThat(looks.get()).isGreaterThan(1);
  }
}
