package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.batonha.core.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sentinel is told of a policy, and what becomes of what it says by itself. */
class SentinelEventsTest {
  private static final List<AddressConfig> ADDRESS =
      List.of(AddressConfig.of("10.0.0.100/24", "cut"));

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<Instant> claimedAt = new CopyOnWriteArrayList<>();
  private final List<String> shared = new CopyOnWriteArrayList<>();
  private final Tickles tickles =
      new Tickles(
          bytes -> shared.add(new String(bytes, StandardCharsets.ISO_8859_1)),
          service -> true,
          (service, connections) -> shared.add("tickle " + service + " " + connections));
  private final AddressWatch watch =
      new AddressWatch(events::add, (service, ip, mac, at) -> claimedAt.add(at), tickles);
  @TempDir private Path directory;
  private Path log;
  private Sentinel sentinel;
  private AddressPolicy policy;

  @BeforeEach
  void start() throws IOException {
    policy =
        new AddressPolicy(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            List.of(InetAddress.getByName("10.0.0.1")),
            false,
            Duration.ofSeconds(10),
            AddressPolicy.OnConflict.DEFEND,
            AddressPolicy.OnRemoval.RESTORE,
            AddressPolicy.OnCarrierLoss.YIELD,
            true,
            false);
    log = directory.resolve("sentinel.log");
    sentinel = new Sentinel(PretendedSentinel.command(log), timer, watch);
    sentinel.prepare("web", ADDRESS, policy);
    watch.added("web", ADDRESS, policy);
    sentinel.start();
  }

  @AfterEach
  void close() {
    sentinel.close();
    timer.shutdownNow();
  }

  @Test
  void itIsToldThePolicyBeforeAnythingElse() throws IOException {
    assertThat(sentinel.check(ADDRESS).join().ok()).isTrue();

    assertThat(Files.readAllLines(log).get(0))
        .matches(
            "configure [0-9]+ web probe-interval=1000 announce-wait=2000 announce-to=10.0.0.1"
                + " announce-neighbours=false announce-refresh=10 on-conflict=defend"
                + " on-removal=restore on-carrier-loss=yield tickle=true vmac=false");
  }

  @Test
  void aPolicyThatChangesIsToldAndOneThatDoesNotIsNot() throws IOException {
    sentinel.prepare("web", ADDRESS, policy);
    sentinel.prepare("web", ADDRESS, AddressPolicy.DEFAULT);
    assertThat(sentinel.check(ADDRESS).join().ok()).isTrue();

    assertThat(Files.readAllLines(log)).filteredOn(line -> line.startsWith("configure")).hasSize(2);
  }

  @Test
  void whatItGivesUpIsLostAndTheServiceCanNotBeHereWithoutTheCarrier() {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    assertThat(sentinel.hold("web", 7, deadline, 0, ADDRESS).join().ok()).isTrue();

    Engines.await("it is lost", () -> events.size() == 2);
    assertThat(events)
        .containsExactly(
            new Event.Lost("web", 7, "cut has lost its carrier"),
            new Event.CheckFailed("web", "cut has no carrier"));
  }

  @Test
  void whatAnotherHostClaimsIsEvidenceForCoreWithItsTime() {
    Instant before = Instant.now().minusSeconds(1);
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    List<AddressConfig> address = List.of(AddressConfig.of("10.0.0.100/24", "claimed"));
    assertThat(sentinel.hold("db", 7, deadline, 0, address).join().ok()).isTrue();

    Engines.await("it is claimed", () -> !claimedAt.isEmpty());
    assertThat(events).containsExactly(new Event.Claimed("db", "10.0.0.100", "02:00:00:00:00:99"));
    assertThat(claimedAt.get(0)).isBetween(before, Instant.now().plusSeconds(1));
  }

  @Test
  void allThatIsHeldIsAnnouncedOnDemand() {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    List<AddressConfig> address = List.of(AddressConfig.of("10.0.0.101/24", "eth0"));
    sentinel.hold("db", 1, deadline, 0, address).join();
    sentinel.hold("bare", 1, deadline, 0, List.of()).join();

    sentinel.announce();

    Engines.await("it is announced", () -> Engines.contains(log, "announce "));
    assertThat(sentinel.check(ADDRESS).join().ok()).isTrue();
    assertThat(Engines.contains(log, " bare\n")).isFalse();
  }
}
