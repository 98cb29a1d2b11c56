package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentinel's process is killed while it holds an address. */
class SentinelRestartTest {
  private static final List<AddressConfig> ADDRESS =
      List.of(AddressConfig.of("10.0.0.100/24", "eth0"));

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private Path gate;
  private Path log;
  private Sentinel sentinel;

  @BeforeEach
  void prepare() throws IOException {
    gate = Files.createFile(directory.resolve("gate"));
    log = directory.resolve("sentinel.log");
  }

  private void start(long patienceMillis) {
    sentinel =
        new Sentinel(
            PretendedSentinel.behind(gate, log),
            timer,
            (service, epoch, reason) -> lost.add(service + " " + epoch + ": " + reason),
            patienceMillis);
    sentinel.start();
    assertThat(sentinel.check(ADDRESS).join().ok()).isTrue(); // it runs
  }

  @AfterEach
  void close() {
    sentinel.close();
    timer.shutdownNow();
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  private void hold(long deadline) {
    assertThat(sentinel.hold("web", 1, deadline, 0, ADDRESS).join().ok()).isTrue();
  }

  private void kill() throws IOException {
    ProcessHandle process =
        ProcessHandle.current()
            .children()
            .filter(
                child ->
                    List.of(child.info().arguments().orElse(new String[0]))
                        .contains(log.toString()))
            .findFirst()
            .orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  @Test
  void aNewOneThatTakesLongerThanTheLeaseStillTakesWhatWasRenewedMeanwhile() throws Exception {
    start(60_000);
    long first = in(Duration.ofSeconds(10));
    hold(first);
    Files.delete(gate);
    kill();
    long soon = in(Duration.ofMillis(100));
    sentinel.renew("web", 1, soon);
    Engines.await("that lease is over", () -> System.nanoTime() - soon > 0);
    long renewed = in(Duration.ofSeconds(10));
    sentinel.renew("web", 1, renewed);

    Files.createFile(gate);

    Engines.await("it is held again", () -> Engines.contains(log, "web 1 " + renewed + " 0 10."));
    assertThat(lost).isEmpty();
  }

  /** As one that is stopped, or stuck in the kernel: it lives, and its addresses are gone. */
  @Test
  void oneThatLivesButDoesNotAnswerIsEndedAndFollowed() throws Exception {
    start(200);
    long until = in(Duration.ofSeconds(60));
    assertThat(sentinel.hold("web", PretendedSentinel.DEAF_EPOCH, until, 0, ADDRESS).join().ok())
        .isTrue();
    Files.delete(gate);

    sentinel.renew("web", PretendedSentinel.DEAF_EPOCH, until);

    Engines.await("it is given up", () -> !lost.isEmpty());
    Files.createFile(gate);
    Engines.await("another one answers", () -> sentinel.check(ADDRESS).join().ok());
  }

  @Test
  void oneThatReadsNothingCanBeClosed() {
    start(60_000);
    sentinel.renew("web", 1, in(Duration.ofSeconds(60)));
    assertThat(
            sentinel
                .hold("web", PretendedSentinel.DEAF_EPOCH, in(Duration.ofSeconds(60)), 0, ADDRESS)
                .join()
                .ok())
        .isTrue();
    for (int line = 0; line < 1_000; line++) {
      sentinel.renew("web", PretendedSentinel.DEAF_EPOCH, in(Duration.ofSeconds(60)));
    }

    assertThat(CompletableFuture.runAsync(sentinel::close)).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void whatANewOneCannotTakeIsLost() throws Exception {
    start(60_000);
    long over = in(Duration.ofMillis(300));
    hold(over);
    Files.delete(gate);
    kill();
    Engines.await("the lease is over", () -> System.nanoTime() - over > 0);

    Files.createFile(gate);

    Engines.await("it is given up", () -> !lost.isEmpty());
    assertThat(lost).containsExactly("web 1: the sentinel ended, a new one failed: has passed");
  }

  @Test
  void withoutANewOneInTheLifetimeOfAnAddressTheServiceIsLost() throws Exception {
    start(500);
    hold(in(Duration.ofSeconds(60)));
    Files.delete(gate);
    kill();
    long killed = System.nanoTime();

    Engines.await("it is given up", () -> !lost.isEmpty());

    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isGreaterThan(Duration.ofMillis(450));
    assertThat(lost).containsExactly("web 1: the sentinel ended, and no new one was there in time");
  }
}
