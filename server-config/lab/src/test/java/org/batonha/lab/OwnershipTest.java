package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  private static AddressEvent added(String node, long millis) {
    return new AddressEvent(node, at(millis), Lab.VIP, true);
  }

  private static AddressEvent deleted(String node, long millis) {
    return new AddressEvent(node, at(millis), Lab.VIP, false);
  }

  @Test
  void aCleanMoveLeavesAGapAndNoOverlap() {
    Ownership ownership =
        Ownership.of(Lab.VIP, List.of(added("n1", 0), deleted("n1", 500), added("n2", 512)));

    assertThat(ownership.sharedBetween(at(0), at(1000))).isEqualTo(Duration.ZERO);
    assertThat(ownership.unownedBetween(at(0), at(1000))).isEqualTo(Duration.ofMillis(12));
    assertThat(ownership.holderAt(at(499))).contains("n1");
    assertThat(ownership.holderAt(at(505))).isEmpty();
    assertThat(ownership.holderAt(at(512))).contains("n2");
  }

  @Test
  void bothHaveItUntilOneLetsGo() {
    Ownership ownership =
        Ownership.of(Lab.VIP, List.of(added("n1", 0), added("n2", 100), deleted("n1", 130)));

    assertThat(ownership.sharedBetween(at(0), at(1000))).isEqualTo(Duration.ofMillis(30));
    assertThat(ownership.sharedBetween(at(110), at(120))).isEqualTo(Duration.ofMillis(10));
    assertThat(ownership.holdersAt(at(110))).isEqualTo(Set.of("n1", "n2"));
    assertThat(ownership.holderAt(at(110))).isEmpty();
  }

  @Test
  void bothStillHavingItAtTheEndCountsUpToTheEnd() {
    Ownership ownership = Ownership.of(Lab.VIP, List.of(added("n1", 0), added("n2", 100)));

    assertThat(ownership.sharedBetween(at(0), at(400))).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void aProlongedLifetimeChangesNothing() {
    Ownership ownership =
        Ownership.of(Lab.VIP, List.of(added("n1", 0), added("n1", 500), added("n1", 1000)));

    assertThat(ownership.changes()).hasSize(1);
  }

  @Test
  void anotherAddressDoesNotMatter() {
    AddressEvent other = new AddressEvent("n1", at(0), "10.10.0.11", true);

    assertThat(Ownership.of(Lab.VIP, List.of(other)).changes()).isEmpty();
  }

  @Test
  void eventsOfTwoNodesMayComeInAnyOrder() {
    Ownership ownership =
        Ownership.of(Lab.VIP, List.of(added("n2", 512), added("n1", 0), deleted("n1", 500)));

    assertThat(ownership.changes())
        .extracting(Ownership.Change::holders)
        .containsExactly(Set.of("n1"), Set.of(), Set.of("n2"));
  }
}
