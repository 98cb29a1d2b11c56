package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AddressEventTest {
  private static final String ADDED =
      "[2026-11-22T15:33:00.893757] 2: eth0    inet 10.10.0.100/24 scope global secondary dynamic"
          + " eth0\\       valid_lft 2sec preferred_lft 2sec";
  private static final String DELETED =
      "[2026-11-22T15:33:02.010370] Deleted 2: eth0    inet 10.10.0.100/24 scope global secondary"
          + " dynamic eth0\\       valid_lft 0sec preferred_lft 0sec";

  @Test
  void anAddedAddressIsPresentFromThatInstantOn() {
    assertThat(AddressEvent.parse("n1", ADDED))
        .contains(
            new AddressEvent(
                "n1", Instant.parse("2026-11-22T15:33:00.893757Z"), "10.10.0.100", true));
  }

  @Test
  void aDeletedAddressIsGone() {
    assertThat(AddressEvent.parse("n2", DELETED))
        .contains(
            new AddressEvent(
                "n2", Instant.parse("2026-11-22T15:33:02.010370Z"), "10.10.0.100", false));
  }

  @Test
  void anIpv6AddressIsRead() {
    String line =
        "[2026-11-22T15:33:02.046488] 2: eth0    inet6 fe80::484e:d3ff:fe05:c34e/64 scope link \\  ";

    assertThat(AddressEvent.parse("n1", line))
        .hasValueSatisfying(
            event -> assertThat(event.address()).isEqualTo("fe80::484e:d3ff:fe05:c34e"));
  }

  @Test
  void anyOtherLineIsPassedOver() {
    assertThat(AddressEvent.parse("n1", "2: eth0: <UP> mtu 1500")).isEmpty();
    assertThat(AddressEvent.parse("n1", "")).isEmpty();
  }
}
