package org.batonha.sentinel.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.10/24@eth0",
        "10.0.0.0/31@eth0.100",
        "10.0.0.255/16@br-lan",
        "10.1.2.3/32@a",
        "2001:db8::10/64@eth0",
        "2001:db8::1:0:0:10/128@eth0",
        "fe80::1/64@enp0s31f6"
      })
  void readsAndWritesTheSame(String text) {
    assertThat(VirtualAddress.parse(text)).hasToString(text);
  }

  @Test
  void writesIpv6InItsShortestForm() {
    assertThat(VirtualAddress.parse("2001:0DB8:0:0:0:0:0:10/64@eth0"))
        .hasToString("2001:db8::10/64@eth0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.10/33@eth0|must be 1 to 32",
        "192.0.2.10/0@eth0|must be 1 to 32",
        "2001:db8::1/129@eth0|must be 1 to 128",
        "192.0.2.10/x@eth0|not a prefix length",
        "192.0.2.10/@eth0|not a prefix length",
        "192.0.2.10/24|IP/PREFIX@DEVICE",
        "192.0.2.10@eth0/24|IP/PREFIX@DEVICE",
        "192.0.2.10/24@|not the name of a network device",
        "192.0.2.10/24@averyveryverylong|not the name of a network device",
        "192.0.2.10/24@a/b|not the name of a network device",
        "192.0.2.256/24@eth0|not an IP address",
        "192.0.2/24@eth0|not an IP address",
        "192.0.2.010/24@eth0|not an IP address",
        "localhost/24@eth0|not an IP address",
        "2001:db8:::1/64@eth0|not an IP address",
        "::ffff:192.0.2.1/64@eth0|not an IP address",
        "fe80::1%1/64@eth0|not an IP address",
        "192.0.2.0/24@eth0|the address of its network",
        "192.0.2.255/24@eth0|the broadcast address",
        "127.0.0.1/8@lo|a loopback address",
        "224.0.0.1/24@eth0|a multicast address",
        "ff02::1/64@eth0|a multicast address",
        "0.0.0.0/24@eth0|the wildcard address",
        "0.1.2.3/24@eth0|in 0.0.0.0/8",
        "255.255.255.255/32@eth0|in 240.0.0.0/4",
      })
  void refusesWhatNoHostCanHave(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VirtualAddress.parse(text))
        .withMessageContaining(reason);
  }
}
