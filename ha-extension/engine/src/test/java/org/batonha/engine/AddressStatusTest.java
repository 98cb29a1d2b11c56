package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  @Test
  void readsAllAddressesAndPutsTheirTimesOnTheWallClock() {
    String answer =
        "web 7 10.0.0.100/24@eth0 mac=02:00:00:00:00:01 carrier=up state=held since=-1000000000"
            + " announcements=4 conflicts=2 removals=1 last-conflict=3000000000"
            + " last-conflict-mac=02:00:00:00:00:99"
            + " fd00::100/64@eth1 carrier=down state=shut since=0 later=more announcements=1"
            + " conflicts=0 removals=0";

    assertThat(AddressStatus.parse(answer, 4_000_000_000L, NOW))
        .containsExactly(
            new AddressStatus(
                AddressConfig.of("10.0.0.100/24", "eth0"),
                "02:00:00:00:00:01",
                false,
                true,
                NOW.minusSeconds(5),
                4,
                2,
                1,
                Optional.of(new AddressStatus.Conflict("02:00:00:00:00:99", NOW.minusSeconds(1)))),
            new AddressStatus(
                AddressConfig.of("fd00::100/64", "eth1"),
                "",
                true,
                false,
                NOW.minusSeconds(4),
                1,
                0,
                0,
                Optional.empty()));
  }

  @Test
  void aServiceWithoutAddressesHasNone() {
    assertThat(AddressStatus.parse("web 7", 0, NOW)).isEmpty();
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThatThrownBy(() -> AddressStatus.parse("web 7 nonsense since=1", 0, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
  }
}
