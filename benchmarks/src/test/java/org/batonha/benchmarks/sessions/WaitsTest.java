package org.batonha.benchmarks.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitsTest {
  private static Waits waits(long withheld, long meanMicros) {
    return Waits.of(
        "{\"node\":\"n1\",\"sessions\":{\"meanWait\":%d,\"withheld\":%d}}"
            .formatted(meanMicros, withheld));
  }

  @Test
  void theMeanIsThatOfTheNewWaits() {
    assertThat(waits(30, 2_000).meanMillisSince(waits(10, 4_000))).contains(1.0);
  }

  @Test
  void aServerWithoutDurableSessionsHasNone() {
    Waits none = Waits.of("{\"node\":\"n1\",\"sessions\":null}");

    assertThat(none.meanMillisSince(none)).isEmpty();
  }
}
