package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralsTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "255.255.255.255", "fd00::1", "::1", "::ffff:10.0.0.1"})
  void readsAddresses(String text) {
    assertThat(IpLiterals.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.256",
        "10.0.0",
        "1",
        "10.0.0.1.",
        "gateway",
        "fd00::g",
        ":::",
        "10.0.0.1/24"
      })
  void readsNothingElse(String text) {
    assertThat(IpLiterals.parse(text)).isEmpty();
  }
}
