package org.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "n1,n1:9990",
    "n1:9991,n1:9991",
    "192.0.2.1:1,192.0.2.1:1",
    "::1,[::1]:9990",
    "[::1],[::1]:9990",
    "[2001:db8::7]:65535,[2001:db8::7]:65535"
  })
  void readsHostsWithAndWithoutPorts(String text, String meant) {
    assertThat(ServerAddress.parse(text)).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":9990", "n1:", "n1:0", "n1:65536", "n1:x", "a b", "http://n1", "[n1"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void knowsAddressesFromNames() {
    assertThat(ServerAddress.parse("192.0.2.1:1").isLiteral()).isTrue();
    assertThat(ServerAddress.parse("[::1]").isLiteral()).isTrue();
    assertThat(ServerAddress.parse("n1").isLiteral()).isFalse();
    assertThat(ServerAddress.parse("1.example").isLiteral()).isFalse();
  }

  @Test
  void widthsThatMakeNoSenseAreUnlimited() {
    assertThat(Terminal.width(null)).isEqualTo(Terminal.UNLIMITED);
    assertThat(Terminal.width("0")).isEqualTo(Terminal.UNLIMITED);
    assertThat(Terminal.width("wide")).isEqualTo(Terminal.UNLIMITED);
    assertThat(Terminal.width("120")).isEqualTo(120);
  }
}
