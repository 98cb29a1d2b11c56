package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.IpLiteral;
import org.junit.jupiter.api.Test;

class VirtualMacsTest {
  private static String macOf(String ip) {
    return Mac.text(VirtualMacs.macOf(IpLiteral.parse(ip)));
  }

  @Test
  void anIpv4AddressIsInItsMacWhichIsLocalAndOfOneHost() {
    assertThat(macOf("192.0.2.255")).isEqualTo("02:ba:c0:00:02:ff");
  }

  @Test
  void ipv6AddressesHaveMacsOfAnotherKind() {
    assertThat(macOf("2001:db8::1")).startsWith("02:bb:").isNotEqualTo(macOf("2001:db8::2"));
    assertThat(macOf("2001:db8::1:0")).isNotEqualTo(macOf("2001:db8::1"));
  }
}
