package org.batonha.sentinel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.batonha.sentinel.protocol.VirtualAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service's own configuration: where it listens, and what may be held. */
class ServiceConfigTest {
  private static final Path FILE = Path.of("/etc/baton/sentinel.conf");

  private static ServiceConfig parse(String text) {
    return ServiceConfig.parse(FILE, text.lines().toList());
  }

  @Test
  void readsSocketAndAddressesAmongComments() {
    ServiceConfig config =
        parse(
            """
            # the sentinel
            socket /run/baton/sentinel.sock

            allow 192.0.2.10/32@eth0 # one
              allow 2001:db8::/64@eth1
            """);

    assertThat(config.socket()).isEqualTo(Path.of("/run/baton/sentinel.sock"));
    assertThat(config.allowed().stream().map(Allowed::toString))
        .isEqualTo(List.of("192.0.2.10/32@eth0", "2001:db8::/64@eth1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "socket /s|has no line 'allow NETWORK/PREFIX@DEVICE'",
        "allow 192.0.2.0/24@eth0|has no line 'socket PATH'",
        "socket s|line 1: 's' must be an absolute path",
        "socket /s;socket /t|line 2: there is a socket already: /s",
        "allow 192.0.2.0@eth0|line 1: '192.0.2.0@eth0' is not NETWORK/PREFIX@DEVICE",
        "allow 192.0.2.0/33@eth0|line 1: '192.0.2.0/33@eth0' needs a prefix of 0 to 32",
        "allow 192.0.2.0/24@|line 1: '192.0.2.0/24@' needs a prefix",
        "allow host/24@eth0|line 1: 'host'",
        "permit all|line 1: 'permit all' is neither",
      })
  void refusesWhatIsWrongAndSaysWhere(String lines, String text) {
    assertThatThrownBy(() -> parse(lines.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/etc/baton/sentinel.conf")
        .hasMessageContaining(text);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ServiceConfig.read(Path.of("/nowhere/sentinel.conf")))
        .hasMessageContaining("/nowhere/sentinel.conf cannot be read");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.10/32@eth0, 192.0.2.10/24@eth0, true",
    "192.0.2.10/32@eth0, 192.0.2.11/24@eth0, false",
    "192.0.2.10/32@eth0, 192.0.2.10/24@eth1, false",
    "192.0.2.0/24@eth0, 192.0.2.77/16@eth0, true",
    "192.0.2.0/24@eth0, 192.0.3.77/16@eth0, false",
    "192.0.2.0/25@eth0, 192.0.2.128/16@eth0, false",
    "0.0.0.0/0@eth0, 10.1.2.3/8@eth0, true",
    "0.0.0.0/0@eth0, 2001:db8::1/64@eth0, false",
    "2001:db8::/32@eth0, 2001:db8:1::1/64@eth0, true",
    "2001:db8::/32@eth0, 2001:db9::1/64@eth0, false",
  })
  void coversTheAddressesOfTheNetworkOnTheDevice(String allowed, String address, boolean covered) {
    assertThat(Allowed.parse(allowed).covers(VirtualAddress.parse(address))).isEqualTo(covered);
  }
}
