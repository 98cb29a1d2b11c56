package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.engine.Engines.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lease is prolonged while the address is still being taken. */
class SentinelRenewalTest {
  private static final List<AddressConfig> ADDRESS =
      List.of(AddressConfig.of("10.0.0.100/24", "eth0"));
  private static final long EPOCH = PretendedSentinel.SLOW_EPOCH;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  @TempDir private Path directory;
  private Path log;
  private Sentinel sentinel;

  @BeforeEach
  void start() {
    log = directory.resolve("sentinel.log");
    sentinel = new Sentinel(PretendedSentinel.command(log), timer, (service, epoch, reason) -> {});
    sentinel.start();
  }

  @AfterEach
  void close() {
    sentinel.close();
    timer.shutdownNow();
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  @Test
  void whatIsLookedForIsRenewedMeanwhile() {
    CompletableFuture<SentinelClient.Reply> taken =
        sentinel.hold("web", EPOCH, in(Duration.ofMinutes(1)), 2, ADDRESS);

    sentinel.renew("web", EPOCH, in(Duration.ofMinutes(2)));

    await("the hold is answered, for its renewal came", taken::isDone);
    assertThat(taken.join().ok()).isTrue();
  }

  @Test
  void whatIsTakenWithoutALookIsNot() throws Exception {
    sentinel.hold("web", EPOCH, in(Duration.ofMinutes(1)), 0, ADDRESS);

    sentinel.renew("web", EPOCH, in(Duration.ofMinutes(2)));
    sentinel.renew("web", EPOCH + 1, in(Duration.ofMinutes(2)));

    assertThat(sentinel.check(ADDRESS).join().ok()).isTrue(); // all that was written was read
    assertThat(Files.readString(log)).contains("hold").doesNotContain("renew");
  }

  /** It was not reached, but may live, and prolongs as long as it was told to. */
  @Test
  void whatCannotBeReleasedIsGoneWhenItsLeaseIs() {
    List<Long> delays = new CopyOnWriteArrayList<>();
    ScheduledThreadPoolExecutor hasty =
        new ScheduledThreadPoolExecutor(1) {
          @Override
          public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
            delays.add(unit.toMillis(delay));
            return super.schedule(task, 0, unit);
          }
        };
    try (Sentinel other =
        new Sentinel(PretendedSentinel.command(log), hasty, (service, epoch, reason) -> {})) {
      other.start();
      long epoch = PretendedSentinel.KEPT_EPOCH;
      assertThat(other.hold("web", epoch, in(Duration.ofMinutes(1)), 0, ADDRESS).join().ok())
          .isTrue();

      other.release("web", epoch).join();
    } finally {
      hasty.shutdownNow();
    }
    assertThat(delays).hasSize(1).allMatch(millis -> millis > 50_000 && millis <= 62_000);
  }
}
