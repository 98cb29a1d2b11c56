package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** The network is told, told again, and defended. */
class AnnouncingTest {
  private final World world = new World();

  private FakeHost host() {
    return world.host;
  }

  private void hold() throws Refusal {
    world.send("hold t web 1 +600000 0 192.0.2.10/24@eth0");
  }

  @Test
  void announcesAtGrowingIntervalsAndThenSlowlyForEver() throws Refusal {
    hold();

    long[][] expected = {
      {0, 1},
      {20, 2},
      {100, 3},
      {500, 4},
      {2_000, 5},
      {5_000, 6},
      {10_000, 7},
      {69_999, 7},
      {70_000, 8},
      {130_000, 9}
    };
    long passed = 0;
    for (long[] point : expected) {
      world.pass(point[0] - passed);
      passed = point[0];
      assertThat(world.announcementsOfA()).as("after %d ms", passed).isEqualTo(point[1]);
    }
  }

  @Test
  void nobodyIsToldOfAnAddressBeforeWhatComesInForItIsDelivered() throws Refusal {
    host().late.add(World.A);
    hold();
    world.pass(15);
    assertThat(world.said).containsExactly("ok t");
    assertThat(world.announcementsOfA()).isZero();

    host().late.clear();
    world.pass(1);
    assertThat(world.announcementsOfA()).isEqualTo(1);
    world.pass(84);
    assertThat(world.announcementsOfA()).as("after 20 and 100 ms").isEqualTo(3);
  }

  @Test
  void norIsWhoStillHasItAnsweredBefore() throws Refusal {
    host().late.add(World.A);
    hold();
    world.hear(World.A, Claim.Kind.HAS);
    assertThat(world.said).anyMatch(line -> line.startsWith("event conflict web 1 192.0.2.10 "));
    assertThat(world.announcementsOfA()).isZero();

    host().late.clear();
    world.pass(1);
    assertThat(world.announcementsOfA()).isEqualTo(1);
  }

  @Test
  void norWhenItIsPutBack() throws Refusal {
    hold();
    world.pass(20_000);
    host().late.add(World.A);

    world.removeByHand(World.A).pass(115);
    assertThat(host().addresses()).contains("192.0.2.10");
    assertThat(world.announcementsOfA()).isEqualTo(7);

    host().late.clear();
    world.pass(1);
    assertThat(world.announcementsOfA()).isEqualTo(8);
  }

  @Test
  void butNobodyWaitsForThatForEver() throws Refusal {
    host().late.add(World.A);
    hold();

    world.pass(99);
    assertThat(world.announcementsOfA()).isZero();
    world.pass(1);
    assertThat(world.announcementsOfA()).isEqualTo(1);
    world.pass(400);
    assertThat(world.announcementsOfA()).as("after 500 ms").isEqualTo(2);
  }

  @Test
  void announcesAnewOnCommandAndWhenTheCableIsBackIn() throws Refusal {
    hold();
    world.pass(20_000);

    world.send("announce a web").pass(500);
    assertThat(world.announcementsOfA()).isEqualTo(7 + 4);
    assertThat(world.said).endsWith("ok a");

    world.cableIn("eth1").cable("eth0", false).cableIn("eth0").pass(100);
    assertThat(world.announcementsOfA()).isEqualTo(7 + 4 + 3);
  }

  @Test
  void announcingWhatIsNotHeldIsAnError() throws Refusal {
    world.send("announce a web");

    assertThat(world.said).containsExactly("error a unknown web is not held: hold it first");
  }

  @Test
  void aClaimOfAnotherHostIsReportedAndAnsweredAtOnce() throws Refusal {
    hold();
    world.pass(20_000).hear(World.A, Claim.Kind.HAS);

    assertThat(world.said)
        .endsWith("event conflict web 1 192.0.2.10 02:00:00:00:00:99 " + world.now());
    assertThat(world.announcementsOfA()).isEqualTo(8);
  }

  @Test
  void aProbeOfAnotherHostIsLeftToTheKernel() throws Refusal {
    hold();
    world.hear(World.A, Claim.Kind.WANTS);

    assertThat(world.said).containsExactly("ok t");
    assertThat(world.announcementsOfA()).isEqualTo(1);
  }

  @Test
  void oneWhoDoesNotYieldIsAnsweredWithinBounds() throws Refusal {
    hold();
    world.pass(20_000);
    long before = world.announcementsOfA();
    for (int i = 0; i < 1_000; i++) {
      world.hear(World.A, Claim.Kind.HAS).pass(10);
    }
    assertThat(world.announcementsOfA() - before).isEqualTo(40);
    assertThat(world.said.stream().filter(line -> line.startsWith("event conflict"))).hasSize(10);

    before = world.announcementsOfA();
    for (int i = 0; i < 2_000; i++) {
      world.hear(World.A, Claim.Kind.HAS).pass(10);
    }
    assertThat(world.announcementsOfA() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void anAddressThatSomebodyRemovesIsPutBackAndReported() throws Refusal {
    hold();
    world.pass(20_000).removeByHand(World.A);
    assertThat(world.said).endsWith("event lost web 1 192.0.2.10");

    world.pass(100);

    assertThat(world.host.addresses()).containsExactly("192.0.2.10");
    assertThat(world.announcementsOfA()).isEqualTo(8);
  }

  @Test
  void oneWhoKeepsRemovingItIsNotFoughtAtFullSpeed() throws Refusal {
    hold();
    world.pass(20_000);
    long before = world.host.count("prolong 192.0.2.10");
    for (int i = 0; i < 1_000; i++) {
      world.removeByHand(World.A).pass(1);
    }

    assertThat(world.host.count("prolong 192.0.2.10") - before).isLessThanOrEqualTo(10);
    assertThat(world.said.stream().filter(line -> line.startsWith("event lost"))).hasSize(1);
  }

  @Test
  void whileAConflictLastsTheAddressIsAnnouncedAndAskedForInAStream() throws Refusal {
    hold();
    world.pass(20_000).hear(World.A, Claim.Kind.HAS);
    long before = world.announcementsOfA();
    long asked = world.host.count("probe 192.0.2.10");

    world.pass(2_000);

    assertThat(world.announcementsOfA() - before).isEqualTo(8);
    assertThat(world.host.count("probe 192.0.2.10") - asked).isEqualTo(8);
    before = world.announcementsOfA();
    world.pass(5_000);
    assertThat(world.announcementsOfA() - before).as("the rival is silent").isLessThan(2);
  }

  @Test
  void theNetworkIsAskedForARivalWithEachAnnouncementButTheFirst() throws Refusal {
    hold();
    assertThat(world.host.count("probe 192.0.2.10")).isZero();

    world.pass(100);

    assertThat(world.host.count("probe 192.0.2.10")).isEqualTo(2);
  }

  @Test
  void theSlowRefreshCanBeFasterOrOff() throws Refusal {
    world.send("configure c web announce-refresh=5");
    hold();
    world.pass(10_000);
    assertThat(world.announcementsOfA()).isEqualTo(7);
    world.pass(15_000);
    assertThat(world.announcementsOfA()).isEqualTo(10);

    world.send("configure c web announce-refresh=0").pass(5_000);
    long before = world.announcementsOfA();
    world.pass(500_000);
    assertThat(world.announcementsOfA()).isEqualTo(before);
  }
}
