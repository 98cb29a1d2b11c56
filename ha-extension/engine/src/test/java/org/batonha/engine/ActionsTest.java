package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.engine.Engines.await;
import static org.batonha.engine.Engines.contains;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start of what is held already, as after a split, by a sentinel that only pretends. */
class ActionsTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final HoldingsBoard board =
      new HoldingsBoard(System::nanoTime, service -> Optional.empty(), service -> true);
  private Sentinel sentinel;
  private Actions actions;

  @BeforeEach
  void hold() {
    sentinel =
        new Sentinel(PretendedSentinel.command(log()), threads, (service, epoch, reason) -> {});
    sentinel.start();
    Drain drain = new Drain(() -> 0, threads, threads, LEASE);
    actions = new Actions(sentinel, board, drain, threads, events::add);
    actions.configure(
        "web", List.of(AddressConfig.of("10.0.0.100/24", "eth0")), AddressPolicy.DEFAULT);
    board.listen("web", () -> told.add("up"), () -> told.add("down"));
    start(7);
    await("started", () -> events.contains(new Event.Started("web", 7)));
    await("told", () -> told.contains("up"));
  }

  @AfterEach
  void end() {
    sentinel.close();
    threads.shutdownNow();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private void start(long epoch) {
    long until = System.nanoTime() + LEASE.toNanos();
    actions.start(new Decision.Start("web", epoch, until, false));
  }

  @Test
  void goesOnWhileItIsHeldAndAnnouncedAgain() {
    start(9);

    await("started again", () -> events.contains(new Event.Started("web", 9)));
    assertThat(contains(log(), " web 9 ")).isTrue();
    assertThat(contains(log(), "release ")).isFalse();
    assertThat(board.isHeldHere("web")).isTrue();
    assertThat(told).containsExactly("up");
  }

  @Test
  void aRenewalThatComesWhileItStartsIsNotLost() {
    long until = System.nanoTime() + 2 * LEASE.toNanos();
    actions.configure(
        "db", List.of(AddressConfig.of("10.0.0.101/24", "eth0")), AddressPolicy.DEFAULT);

    actions.start(new Decision.Start("db", 9, until - LEASE.toNanos(), false));
    actions.renewed(new Decision.Renewed("db", 9, until));

    await("renewed", () -> contains(log(), " db 9 " + until + "\n"));
  }

  @Test
  void whatWasTakenIsReleasedThoughItIsConfiguredNoMore() {
    actions.configure("web", List.of(), AddressPolicy.DEFAULT);

    actions.stop(new Decision.Stop("web", 7, false, "its last address was removed"));

    await("stopped", () -> events.contains(new Event.Stopped("web", 7)));
    assertThat(contains(log(), "release ")).isTrue();
  }

  @Test
  void aSentinelThatEndsWhileItTakesMayHaveTaken() {
    actions.configure(
        "db", List.of(AddressConfig.of("10.0.0.101/24", "eth0")), AddressPolicy.DEFAULT);
    long asked = System.nanoTime();

    actions.start(
        new Decision.Start("db", PretendedSentinel.FATAL_EPOCH, asked + LEASE.toNanos(), false));

    await("failed", () -> events.stream().anyMatch(Event.StartFailed.class::isInstance));
    assertThat(System.nanoTime() - asked)
        .isGreaterThan(Duration.ofMillis(Sentinel.KERNEL_LIFETIME_MILLIS).toNanos());
    assertThat(events)
        .filteredOn(Event.StartFailed.class::isInstance)
        .extracting(failed -> ((Event.StartFailed) failed).obstacle())
        .containsExactly(Event.Obstacle.LATE);
  }

  @Test
  void leavesNothingWhenItFails() {
    start(PretendedSentinel.REFUSED_EPOCH);

    await("failed", () -> events.stream().anyMatch(Event.StartFailed.class::isInstance));
    assertThat(board.isHeldHere("web")).isFalse();
    assertThat(contains(log(), " web " + PretendedSentinel.REFUSED_EPOCH + "\n")).isTrue();
    assertThat(contains(log(), "release ")).isTrue();
    assertThat(told).containsExactly("up", "down");
  }
}
