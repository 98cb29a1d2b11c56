package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.batonha.core.Event;
import org.junit.jupiter.api.Test;

class AddressWatchTest {
  private static final List<AddressConfig> ADDRESSES =
      List.of(AddressConfig.of("10.0.0.100/24", "eth0"), AddressConfig.of("10.1.0.100/24", "eth1"));
  private static final AddressPolicy YIELDING =
      new AddressPolicy(
          2,
          Duration.ofMillis(30),
          Duration.ofMillis(60),
          List.of(),
          true,
          Duration.ZERO,
          AddressPolicy.OnConflict.YIELD,
          AddressPolicy.OnRemoval.YIELD,
          AddressPolicy.OnCarrierLoss.YIELD,
          false,
          true);
  private static final Event FAILED = new Event.CheckFailed("web", "eth1 has no carrier");

  private final List<Event> events = new ArrayList<>();
  private final List<String> claims = new ArrayList<>();
  private final List<String> shared = new CopyOnWriteArrayList<>();
  private final Tickles tickles =
      new Tickles(
          bytes -> shared.add(new String(bytes, StandardCharsets.ISO_8859_1)),
          service -> true,
          (service, connections) -> shared.add("tickle " + service + " " + connections));
  private final AddressWatch watch =
      new AddressWatch(
          events::add,
          (service, ip, mac, at) -> claims.add(service + " " + ip + " " + mac),
          tickles);

  @Test
  void whereThereIsNoSentinelNothingWithAnAddressStartsAndItDoesWhenThereIsOne() {
    watch.added("plain", List.of(), AddressPolicy.DEFAULT);
    watch.added("web", List.of(AddressConfig.of("10.0.0.100/24", "eth0")), AddressPolicy.DEFAULT);

    watch.able("there is no sentinel");
    watch.able("there is no sentinel");
    assertThat(events).containsExactly(new Event.CheckFailed("web", "there is no sentinel"));

    watch.able("");
    assertThat(events).endsWith(new Event.CheckPassed("web")).hasSize(2);
  }

  @Test
  void aClaimOfAnotherHostIsEvidenceForCoreAndNewsForOthers() {
    watch.claimed("web", "10.0.0.100", "02:00:00:00:00:99", Instant.EPOCH);

    assertThat(events).containsExactly(new Event.Claimed("web", "10.0.0.100", "02:00:00:00:00:99"));
    assertThat(claims).containsExactly("web 10.0.0.100 02:00:00:00:00:99");
  }

  @Test
  void aServiceThatIsNotHeldFailsWhileADeviceHasNoCarrier() {
    watch.added("web", ADDRESSES, YIELDING);
    watch.carrier("eth2", false, Set.of());
    assertThat(events).isEmpty();

    watch.carrier("eth1", false, Set.of());
    watch.carrier("eth1", false, Set.of());
    assertThat(events).containsExactly(FAILED);

    watch.carrier("eth1", true, Set.of());
    watch.carrier("eth1", true, Set.of());
    assertThat(events).containsExactly(FAILED, new Event.CheckPassed("web"));
  }

  @Test
  void oneThatIsHeldIsLostFirst() {
    watch.added("web", ADDRESSES, YIELDING);
    watch.carrier("eth1", false, Set.of("web"));
    assertThat(events).isEmpty();

    watch.yielded("web", 7, "carrier", "eth1 has lost its carrier");

    assertThat(events)
        .containsExactly(new Event.Lost("web", 7, "eth1 has lost its carrier"), FAILED);
  }

  @Test
  void oneThatIsAddedWhileADeviceHasNoCarrierFailsAtOnce() {
    watch.carrier("eth1", false, Set.of());
    watch.added("web", ADDRESSES, YIELDING);
    watch.added("db", ADDRESSES, AddressPolicy.DEFAULT);
    assertThat(events).containsExactly(FAILED);

    watch.removed("web");
    watch.carrier("eth1", true, Set.of());
    assertThat(events).containsExactly(FAILED);
  }

  /** As when a new sentinel cannot take again what the one before it held. */
  @Test
  void oneThatIsLostWhileItsDeviceHasNoCarrierFailsForThat() {
    watch.added("web", ADDRESSES, YIELDING);
    watch.carrier("eth1", false, Set.of("web"));

    watch.lost("web", 7, "the sentinel ended");

    assertThat(events).containsExactly(new Event.Lost("web", 7, "the sentinel ended"), FAILED);
  }

  @Test
  void oneThatIsChangedSoThatNoCarrierCountsFailsNoMore() {
    watch.added("web", ADDRESSES, YIELDING);
    watch.carrier("eth1", false, Set.of());
    watch.removed("web");

    watch.added("web", ADDRESSES, AddressPolicy.DEFAULT);

    assertThat(events).containsExactly(FAILED, new Event.CheckPassed("web"));
  }

  @Test
  void whatYieldedToAConflictOrARemovalWaitsForAnOperator() {
    watch.yielded("web", 7, "conflict", "10.0.0.100 is claimed");
    watch.yielded("db", 8, "removal", "somebody removed it");
    watch.yielded("mail", 9, "device", "it could not be put back");

    assertThat(events).hasSize(5).filteredOn(event -> event instanceof Event.Lost).hasSize(3);
    assertThat(events)
        .filteredOn(event -> event instanceof Event.FailCommand)
        .extracting(event -> ((Event.FailCommand) event).service())
        .containsExactly("web", "db");
  }

  @Test
  void thePolicyIsWrittenAsTheSentinelReadsIt() {
    assertThat(AddressPolicy.DEFAULT.arguments())
        .isEqualTo(
            "probe-interval=30 announce-wait=60 announce-neighbours=true announce-refresh=60"
                + " on-conflict=defend on-removal=restore on-carrier-loss=keep tickle=false vmac=false");
    assertThat(YIELDING.arguments())
        .endsWith(
            "announce-refresh=0 on-conflict=yield on-removal=yield on-carrier-loss=yield"
                + " tickle=false vmac=true");
  }
}
