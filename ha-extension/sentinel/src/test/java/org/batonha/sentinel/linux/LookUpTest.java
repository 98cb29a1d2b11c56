package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.batonha.sentinel.protocol.IpLiteral;
import org.junit.jupiter.api.Test;

class LookUpTest {
  private static final int ETH0 = 2;
  private static final int ETH1 = 3;

  private static HostAddress there(int link, String ip, int prefix) {
    return new HostAddress(link, IpLiteral.parse(ip), prefix, HostAddress.FOR_EVER);
  }

  private static LookUp lookUp(int link, String ip) {
    return new LookUp(link, IpLiteral.parse(ip));
  }

  @Test
  void aHostIsLookedForOnEachDeviceWhoseNetworkItIsOn() {
    List<HostAddress> present =
        List.of(
            there(ETH0, "192.0.2.1", 24),
            there(ETH1, "192.0.2.129", 25),
            there(ETH1, "2001:db8::1", 64));

    assertThat(
            LookUp.of(
                Set.of(
                    IpLiteral.parse("192.0.2.254"),
                    IpLiteral.parse("198.51.100.1"),
                    IpLiteral.parse("2001:db8::2")),
                present))
        .containsExactlyInAnyOrder(
            lookUp(ETH0, "192.0.2.254"), lookUp(ETH1, "192.0.2.254"), lookUp(ETH1, "2001:db8::2"));
  }

  @Test
  void aThousandAddressesOfOneNetworkAskOnce() {
    List<HostAddress> present = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      present.add(there(ETH0, "10.0.%d.%d".formatted(i / 250, i % 250 + 1), 16));
    }

    assertThat(LookUp.of(Set.of(IpLiteral.parse("10.0.255.254")), present))
        .containsExactly(lookUp(ETH0, "10.0.255.254"));
  }

  @Test
  void nobodyLooksForOneself() {
    List<HostAddress> present = List.of(there(ETH0, "192.0.2.1", 24), there(ETH0, "192.0.2.2", 24));

    assertThat(LookUp.of(Set.of(IpLiteral.parse("192.0.2.2")), present)).isEmpty();
  }
}
