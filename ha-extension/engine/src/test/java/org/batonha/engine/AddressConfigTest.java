package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressConfigTest {
  @Test
  void readsWhatAnAdministratorWrites() {
    assertThat(AddressConfig.of("10.0.0.100/24", "eth0")).hasToString("10.0.0.100/24@eth0");
    assertThat(AddressConfig.of("fd00::1/64", "eth0").prefixLength()).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.300/24",
        "10.0.0/24",
        "10.0.0.1",
        "host/24",
        "10.0.0.1/x",
        "/24",
        "",
        "1.2.3.4.5/8",
        "10.0.0.1/",
        "::g/64",
        "10.0.0.1/99999999999"
      })
  void refusesWhatIsMalformedAndSaysWhatToWrite(String cidr) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressConfig.of(cidr, "eth0"))
        .withMessageContaining("'" + cidr + "'")
        .withMessageContaining("10.0.0.100/24");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1/0, 1 to 32", "10.0.0.1/33, 1 to 32", "fd00::1/129, 1 to 128"})
  void refusesAPrefixOutOfBounds(String cidr, String bound) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressConfig.of(cidr, "eth0"))
        .withMessageContaining(bound);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1/8", "224.0.0.1/8", "0.0.0.0/8"})
  void refusesAnAddressThatCannotMove(String cidr) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressConfig.of(cidr, "eth0"))
        .withMessageContaining("unicast");
  }

  @Test
  void refusesADeviceThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressConfig.of("10.0.0.1/24", "a b"))
        .withMessageContaining("'a b'")
        .withMessageContaining("eth0");
  }
}
