package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class DevicesTest {
  @Test
  void findsNothingWrongWithTheLoopback() {
    assertThat(Devices.problemWith("lo")).isEmpty();
  }

  @Test
  void namesTheDevicesThereAre() {
    assertThat(Devices.problemWith("nosuch0"))
        .hasValueSatisfying(problem -> assertThat(problem).contains("'nosuch0'", "lo"));
  }
}
