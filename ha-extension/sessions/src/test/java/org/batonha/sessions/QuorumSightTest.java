package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.batonha.sessions.SessionCaches.Topology;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual time, of a clock that overflows meanwhile. */
class QuorumSightTest {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final SessionCaches caches = new SessionCaches();
  private long now = Long.MAX_VALUE - 1_000;
  private boolean quorate = true;
  private Topology topology = new Topology(7, false, false);
  private final QuorumSight sight = new QuorumSight(() -> quorate, GRACE, () -> now);

  @BeforeEach
  void aCacheRuns() {
    caches.add("app", () -> topology);
  }

  private boolean isLostAfter(Duration time) {
    now += time.toNanos();
    sight.look(caches);
    return sight.isLost();
  }

  private void lose() {
    quorate = false;
    isLostAfter(Duration.ofMillis(50));
    assertThat(isLostAfter(GRACE)).isTrue();
  }

  @Test
  void aHolderHasALeaseToFindItsWitness() {
    quorate = false;
    assertThat(isLostAfter(GRACE)).isFalse();
    quorate = true;
    assertThat(isLostAfter(Duration.ofMillis(1))).isFalse();
    quorate = false;
    assertThat(isLostAfter(GRACE)).isFalse();
    assertThat(isLostAfter(Duration.ofNanos(1))).isTrue();
  }

  @Test
  void whoComesBackKeepsSilentUntilItsCachesHaveWhatTheOtherPartChanged() {
    lose();
    quorate = true;

    assertThat(isLostAfter(Duration.ofMillis(50))).isTrue();
    topology = new Topology(9, true, false);
    assertThat(isLostAfter(Duration.ofMillis(50))).isTrue();
    topology = new Topology(10, false, false);
    assertThat(isLostAfter(Duration.ofMillis(50))).isFalse();
  }

  @Test
  void eachCacheCounts() {
    Topology other = new Topology(3, false, false);
    caches.add("other", () -> other);
    lose();
    quorate = true;
    topology = new Topology(8, false, false);

    assertThat(isLostAfter(Duration.ofMillis(50))).isTrue();
    caches.remove("other");
    assertThat(isLostAfter(Duration.ofMillis(50))).isFalse();
  }

  @Test
  void whereNoPartWentOnItIsNotWaitedForEver() {
    lose();
    quorate = true;

    assertThat(isLostAfter(Duration.ZERO)).isTrue();
    assertThat(isLostAfter(QuorumSight.CATCH_UP)).isTrue();
    assertThat(isLostAfter(Duration.ofNanos(1))).isFalse();
  }

  @Test
  void aMomentWithAQuorumDoesNotCountForTheNext() {
    lose();
    quorate = true;
    isLostAfter(Duration.ofMillis(50));
    quorate = false;
    assertThat(isLostAfter(QuorumSight.CATCH_UP)).isTrue();
    quorate = true;
    assertThat(isLostAfter(Duration.ofMillis(50))).isTrue();
    assertThat(isLostAfter(QuorumSight.CATCH_UP.plusNanos(1))).isFalse();
  }

  @Test
  void whoIsAloneLacksNothing() {
    topology = new Topology(7, false, true);
    lose();
    quorate = true;

    assertThat(isLostAfter(Duration.ofMillis(50))).isFalse();
  }
}
