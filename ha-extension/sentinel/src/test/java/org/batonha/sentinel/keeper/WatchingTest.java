package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;
import org.junit.jupiter.api.Test;

/** What others do to an address is answered as the service's policy says. */
class WatchingTest {
  private final World world = new World();

  private void hold() throws Refusal {
    world.send("hold t web 1 +600000 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1");
  }

  @Test
  void aServiceThatYieldsGivesAllItsAddressesUpWhenOneIsClaimed() throws Refusal {
    world.send("configure c web on-conflict=yield");
    hold();
    long before = world.announcementsOfA();
    world.hear(World.A, Claim.Kind.HAS);

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.said)
        .endsWith(
            "event conflict web 1 192.0.2.10 %s %d".formatted(World.OTHER, world.now()),
            "event yielded web 1 conflict 192.0.2.10/24@eth0 is claimed by " + World.OTHER);
    assertThat(world.announcementsOfA()).as("it is not defended").isEqualTo(before);
  }

  @Test
  void aServiceThatYieldsGivesAllItsAddressesUpWhenOneIsRemoved() throws Refusal {
    world.send("configure c web on-removal=yield");
    hold();
    world.pass(1_000).removeByHand(World.B);

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.said)
        .endsWith(
            "event lost web 1 192.0.2.11",
            "event yielded web 1 removal somebody removed 192.0.2.11/24@eth1");
  }

  @Test
  void whatGoesWithAnotherAddressOfItsNetworkIsPutBackAtOnceAndTold() throws Refusal {
    VirtualAddress second = VirtualAddress.parse("192.0.2.12/24@eth0");
    world.host.goesWith.put(second, World.A);
    world.send("hold t web 1 +600000 0 " + World.A).send("hold t db 1 +600000 0 " + second);
    world.pass(30_000);
    long told = world.host.count("announce 192.0.2.12");

    world.send("release r web 1").pass(1);

    assertThat(world.host.addresses()).containsExactly("192.0.2.12");
    assertThat(world.host.count("announce 192.0.2.12")).isEqualTo(told + 1);
    assertThat(world.said).noneMatch(line -> line.startsWith("event lost"));
  }

  @Test
  void aLostCarrierIsToldAndTheAddressStays() throws Refusal {
    hold();
    world.cable("eth1", false);

    assertThat(world.said).endsWith("event carrier eth1 down");
    assertThat(world.host.addresses()).hasSize(2);
    assertThat(world.cable("eth1", true).said).endsWith("event carrier eth1 up");
  }

  @Test
  void aServiceThatYieldsGivesAllItsAddressesUpWhenACarrierIsLostAndTakesNoneWithout()
      throws Refusal {
    world.send("configure c web on-carrier-loss=yield");
    hold();
    world.cable("eth2", false);
    assertThat(world.host.addresses()).hasSize(2);
    world.cable("eth1", false);

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.said).endsWith("event yielded web 1 carrier eth1 has lost its carrier");
    world.send("hold u web 2 +500 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1");
    assertThat(world.said.get(world.said.size() - 1))
        .startsWith("error u device eth1 has no carrier, so the addresses of web are not taken");
    world.cable("eth1", true).send("hold v web 2 +500 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1");
    assertThat(world.said).endsWith("ok v");
  }

  @Test
  void aCarrierThatIsLostDuringTheProbesEndsTheTaking() throws Refusal {
    world
        .send("configure c web on-carrier-loss=yield")
        .send("hold t web 1 +500 2 192.0.2.10/24@eth0")
        .cable("eth0", false)
        .pass(200);

    assertThat(world.said.get(world.said.size() - 1)).startsWith("error t device eth0 has no");
    assertThat(world.host.addresses()).isEmpty();
  }

  @Test
  void oneWhoHasOnlyConfiguredAndCheckedIsToldOfCarriers() throws Refusal {
    world.send("configure c web").send("check d 192.0.2.10/24@eth0").cable("eth0", false);

    assertThat(world.said)
        .containsExactly("ok c", "event carrier eth0 up", "event carrier eth0 down");
  }

  @Test
  void aNewPolicyHoldsForWhatIsHeld() throws Refusal {
    hold();
    world.send("configure c web on-conflict=yield").hear(World.A, Claim.Kind.HAS);

    assertThat(world.host.addresses()).isEmpty();
  }

  @Test
  void whatCanNotBePutBackForAShortTimeIsTriedAgain() throws Refusal {
    hold();
    world.host.failing.add("prolong 192.0.2.10");
    world.pass(1_900);
    assertThat(world.log.stream().filter(line -> line.contains("failed as told"))).hasSize(1);

    world.host.failing.clear();
    world.pass(500);

    assertThat(world.host.addresses()).hasSize(2);
    assertThat(world.log).anyMatch(line -> line.contains("works again"));
  }

  @Test
  void aServiceOfWhichOneAddressIsGoneForGoodIsNotClaimedToBeHeld() throws Refusal {
    hold();
    world.host.failing.add("prolong 192.0.2.10");

    world.pass(2_600);

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.said)
        .endsWith("event yielded web 1 device 192.0.2.10/24@eth0 could not be put back");
  }

  @Test
  void theIntervalsOfProbesAreTheServicesOwn() throws Refusal {
    world
        .send("configure c web probe-interval=1000 announce-wait=2000")
        .send("hold t web 1 +9000 3 192.0.2.10/24@eth0")
        .pass(3_999);
    assertThat(world.host.count("probe 192.0.2.10")).isEqualTo(3);
    assertThat(world.said).containsExactly("ok c");

    assertThat(world.pass(1).said).endsWith("ok t");
  }

  @Test
  void tooManyAddressesAreNotProbedForAtOnce() throws Refusal {
    for (int i = 0; i < 5; i++) {
      StringBuilder addresses = new StringBuilder();
      for (int j = 0; j < 1_000; j++) {
        addresses.append(" 10.%d.%d.%d/8@eth0".formatted(i, j / 250, j % 250 + 1));
      }
      world.send("hold t" + i + " s" + i + " 1 +500 1" + addresses);
    }

    assertThat(world.said)
        .containsExactly(
            "error t4 system 4000 addresses are probed for already, and 1000 more are too many:"
                + " wait for the answers");
  }
}
