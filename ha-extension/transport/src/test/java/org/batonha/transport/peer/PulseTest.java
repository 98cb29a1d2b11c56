package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Virtual time: a heartbeat each 100 ms, so a tick each 25 ms. */
class PulseTest {
  private final Pulse pulse = new Pulse(millis(100), 0);

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void everyFourthTickIsABeat() {
    int beats = 0;
    for (int millis = 0; millis < 1_000; millis += 25) {
      Pulse.Tick tick = pulse.tick(millis(millis));
      beats += tick.beat() ? 1 : 0;
      assertThat(tick.stalled()).isFalse();
    }

    assertThat(beats).isEqualTo(10);
    assertThat(pulse.nanosUntilNext(millis(980))).isEqualTo(millis(20));
  }

  @Test
  void beingLateByTwoHeartbeatsIsNoStall() {
    pulse.tick(0);
    assertThat(pulse.tick(millis(225)).stalled()).isFalse();
  }

  @Test
  void beingLaterIsAStallAndTheBeatsInBetweenAreNotMadeUp() {
    pulse.tick(0);

    Pulse.Tick late = pulse.tick(millis(5_000));

    assertThat(late.stalled()).isTrue();
    assertThat(late.beat()).isTrue();
    assertThat(pulse.tick(millis(5_025)).beat()).isFalse();
    assertThat(pulse.tick(millis(5_050)).stalled()).isFalse();
  }
}
