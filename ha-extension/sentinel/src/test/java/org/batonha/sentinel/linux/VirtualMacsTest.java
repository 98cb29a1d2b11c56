package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;
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

  @Test
  void neighboursHaveMacsThatDiffer() {
    assertThat(macOf("2001:db8::1f")).isNotEqualTo(macOf("2001:db8::100"));
    Set<String> macs = new HashSet<>();
    for (int last = 0; last < 4096; last++) {
      macs.add(macOf("2001:db8::%x".formatted(last)));
    }
    assertThat(macs).hasSize(4096);
  }

  @Test
  void theDeviceOfOneAddressIsNotReplacedByAnothers() {
    VirtualAddress held = VirtualAddress.parse("192.0.2.10/24@eth0");
    VirtualAddress other = VirtualAddress.parse("192.0.2.10/24@eth1");
    String name = "bvbac000020a";
    Map<VirtualAddress, VirtualAddress> given =
        Map.of(held, VirtualAddress.parse("192.0.2.10/32@" + name));

    assertThatCode(() -> VirtualMacs.refuseIfAnothers(name, held, given))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> VirtualMacs.refuseIfAnothers(name, other, given))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("same hardware address")
        .hasMessageContaining("eth0");
  }
}
