package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Virtual time: a heartbeat each 100 ms. */
class MulticastBeatsTest {
  private final MulticastBeats beats = new MulticastBeats(millis(100));

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void heardAt(long... times) {
    for (long time : times) {
      beats.heard(millis(time));
    }
  }

  private boolean arriveAt(long time) {
    return beats.arrive(millis(time));
  }

  @Test
  void onlyTwoInARowAreTrusted() {
    assertThat(arriveAt(0)).isFalse();
    heardAt(0);
    assertThat(arriveAt(0)).isFalse();
    heardAt(100);
    assertThat(arriveAt(100)).isTrue();
  }

  @Test
  void jitterOfHalfAnIntervalDoesNoHarm() {
    heardAt(0, 100, 240);
    assertThat(arriveAt(239)).isTrue();
    assertThat(arriveAt(350)).isTrue();
  }

  @Test
  void theyArriveNoMoreAHeartbeatAndAHalfAfterTheLast() {
    heardAt(0, 100, 200);
    assertThat(arriveAt(350)).isTrue();
    assertThat(arriveAt(351)).isFalse();
  }

  @Test
  void everyThirdThatIsLostIsEnoughToNeedCopies() {
    heardAt(0, 100, 300);
    assertThat(arriveAt(390)).isFalse();
    heardAt(400);
    assertThat(arriveAt(400)).isTrue();
    assertThat(arriveAt(590)).isFalse();
  }
}
