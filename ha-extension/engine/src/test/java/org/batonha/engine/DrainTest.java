package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService looker = Executors.newSingleThreadExecutor();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();

  @AfterEach
  void end() {
    timer.shutdownNow();
    looker.shutdownNow();
  }

  private Drain.Stop drain(Duration most) {
    return watching(most).stop();
  }

  private Drain watching(Duration most) {
    return new Drain(
        () -> {
          looks.incrementAndGet();
          return active.get();
        },
        timer,
        looker,
        most);
  }

  private void awaitLooks(int count) {
    int before = looks.get();
    while (looks.get() < before + count) {
      Thread.onSpinWait();
    }
  }

  private static void await(CompletableFuture<?> end) throws Exception {
    end.get(LONG.toSeconds() / 2, TimeUnit.SECONDS);
  }

  @Test
  void anIdleServerIsNotWaitedForLong() throws Exception {
    await(drain(LONG).quiet());

    assertThat(looks.get()).isGreaterThan(1);
  }

  @Test
  void theLastRequestIsWaitedFor() throws Exception {
    active.set(1);
    CompletableFuture<Boolean> quiet = drain(LONG).quiet();
    awaitLooks(5);
    assertThat(quiet).isNotDone();

    active.set(0);
    await(quiet);
  }

  @Test
  void aServiceThatGoesOnMayWaitLongerThanAStop() throws Exception {
    active.set(1);
    Drain drain = watching(Duration.ofMillis(1));
    CompletableFuture<Boolean> quiet = drain.quiet(LONG);
    awaitLooks(100);
    assertThat(quiet).isNotDone();

    active.set(0);
    await(quiet);
    assertThat(quiet).isCompletedWithValue(true);
    active.set(1);
    CompletableFuture<Boolean> busy = drain.quiet(Duration.ofMillis(20));
    await(busy);
    assertThat(busy).isCompletedWithValue(false);
  }

  /** On a busy server there is always one more; behind the shut door there is not. */
  @Test
  void whatRunsWhenTheDoorIsShutHasHalfOfTheTime() throws Exception {
    active.set(1);
    Drain.Stop stop = drain(Duration.ofSeconds(4));
    await(stop.quiet());

    CompletableFuture<Void> settled = stop.settled();
    awaitLooks(10);
    assertThat(settled).isNotDone();
    active.set(0);
    await(settled);
  }

  @Test
  void whatSlippedInIsWaitedFor() throws Exception {
    Drain.Stop stop = drain(LONG);
    await(stop.quiet());
    active.set(1);
    CompletableFuture<Void> settled = stop.settled();
    awaitLooks(100); // far longer than an idle server settles
    assertThat(settled).isNotDone();

    active.set(0);
    await(settled);
  }

  @Test
  void whatIsCountedALittleLaterIsWaitedForToo() throws Exception {
    active.set(1);
    Drain late =
        new Drain(() -> looks.incrementAndGet() < 3 ? 0 : active.get(), timer, looker, LONG);
    CompletableFuture<Void> settled = late.stop().settled();
    awaitLooks(100);
    assertThat(settled).isNotDone();

    active.set(0);
    await(settled);
  }

  @Test
  void aRequestThatNeverEndsIsNotWaitedForLonger() throws Exception {
    active.set(1);
    Drain.Stop stop = drain(Duration.ofMillis(20));

    await(stop.quiet());
    await(stop.settled());

    assertThat(looks.get()).isGreaterThan(1);
  }

  @Test
  void aStepThatNeverEndsIsNotWaitedForLonger() throws Exception {
    await(drain(Duration.ofMillis(20)).limit(new CompletableFuture<>()));
  }
}
