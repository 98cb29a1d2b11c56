package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
  @ParameterizedTest
  @CsvSource({"FAST, PT0.02S, 3, PT0.08S", "LAN, PT0.1S, 5, PT0.5S", "WAN, PT1S, 5, PT6S"})
  void standsForThePublishedTimings(Preset preset, Duration heartbeat, int limit, Duration lease) {
    assertThat(preset.heartbeat()).isEqualTo(heartbeat);
    assertThat(preset.indoubtLimit()).isEqualTo(limit);
    assertThat(preset.lease()).isEqualTo(lease);
  }

  @ParameterizedTest
  @EnumSource
  void aPeerIsDownWhenItsLeaseHasRunOutOrLater(Preset preset) {
    assertThat(preset.heartbeat().multipliedBy(preset.indoubtLimit() + 1))
        .isGreaterThanOrEqualTo(preset.lease());
  }

  @Test
  void allAreOrderedFromFastToSlow() {
    assertThat(Preset.values())
        .isSortedAccordingTo((a, b) -> a.heartbeat().compareTo(b.heartbeat()));
  }
}
