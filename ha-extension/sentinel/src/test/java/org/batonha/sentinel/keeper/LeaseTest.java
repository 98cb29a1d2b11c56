package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** An address is here as long as its lease, and not longer. */
class LeaseTest {
  private static final String[] LETTING_GO = {
    "shut 192.0.2.10", "reset 192.0.2.10", "remove 192.0.2.10"
  };

  private final World world = new World();

  @Test
  void anAddressIsAddedAndAnnouncedBeforeTheAnswer() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0");

    assertThat(world.host.done)
        .containsExactly("prepare 192.0.2.10", "add 192.0.2.10", "announce 192.0.2.10");
    assertThat(world.said).containsExactly("ok t");
    assertThat(world.host.watched).containsExactly(World.A);
  }

  @Test
  void withoutRenewalItIsDroppedAtTheDeadline() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0").pass(499);
    assertThat(world.host.addresses()).containsExactly("192.0.2.10");

    world.pass(1);

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.host.done).endsWith(LETTING_GO);
    assertThat(world.said).endsWith("event dropped web 1 the lease was not renewed");
    assertThat(world.host.watched).isEmpty();
  }

  @Test
  void withRenewalsItStaysAndIsProlonged() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0");
    for (int i = 0; i < 50; i++) {
      world.pass(200).send("renew r web 1 +500");
      assertThat(world.host.addresses()).containsExactly("192.0.2.10");
    }
    assertThat(world.host.count("prolong 192.0.2.10")).isBetween(19L, 20L);
  }

  @Test
  void aRenewalThatWasReadLateProlongsNothing() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0").pass(400).send("renew r web 1 +-1");

    assertThat(world.said.get(1))
        .startsWith("error r deadline the deadline for web passed 1000 us");
    world.pass(100);
    assertThat(world.host.addresses()).isEmpty();
  }

  @Test
  void aRenewalOutOfOrderShortensNothing() throws Refusal {
    world
        .send("hold t web 1 +500 0 192.0.2.10/24@eth0")
        .send("renew r web 1 +900")
        .send("renew s web 1 +600")
        .pass(899);

    assertThat(world.host.addresses()).containsExactly("192.0.2.10");
  }

  @Test
  void aDeadlineOfAnotherClockIsRefused() throws Refusal {
    world.send("hold t web 1 +600001 0 192.0.2.10/24@eth0");

    assertThat(world.said).singleElement().asString().startsWith("error t deadline");
    assertThat(world.host.done).isEmpty();
  }

  @Test
  void afterAStallTheLeaseThatRanOutIsDroppedBeforeTheRenewalIsRead() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0").stall(501).send("renew r web 1 +500");

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.said.get(1)).startsWith("event dropped web 1");
    assertThat(world.said.get(2)).startsWith("error r unknown web is not held");
  }

  @Test
  void afterAStallWithinTheLeaseTheNetworkIsToldAgain() throws Refusal {
    world.send("hold t web 1 +60000 0 192.0.2.10/24@eth0").pass(20_000);
    long before = world.announcementsOfA();

    world.stall(1_500).wake();

    assertThat(world.announcementsOfA()).isEqualTo(before + 1);
    assertThat(world.host.addresses()).containsExactly("192.0.2.10");
  }

  @Test
  void onlyItsOwnEpochRenewsALease() throws Refusal {
    world.send("hold t web 2 +500 0").send("renew r web 1 +500").send("renew s db 1 +500");

    assertThat(world.said)
        .containsExactly(
            "ok t",
            "error r unknown web is held with epoch 2, not 1",
            "error s unknown db is not held: hold it first");
  }

  @Test
  void aReleaseLetsGoAndAnOldOneDoesNot() throws Refusal {
    world.send("hold t web 2 +500 0 192.0.2.10/24@eth0").send("release r web 1");
    assertThat(world.host.addresses()).containsExactly("192.0.2.10");

    world.send("release s web 2").send("release u web 2");

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.said).containsExactly("ok t", "ok r", "ok s", "ok u");
    assertThat(world.host.done).endsWith(LETTING_GO);
  }

  @Test
  void aServiceWithoutAddressesIsALease() throws Refusal {
    world.send("hold t jobs 1 +500 3").send("status s").pass(500);

    assertThat(world.said)
        .containsExactly("ok t", "ok s jobs:1:", "event dropped jobs 1 the lease was not renewed");
    assertThat(world.host.done).isEmpty();
  }

  @Test
  void lettingGoOfAllTellsWhy() throws Refusal {
    world
        .send("hold t web 1 +500 0 192.0.2.10/24@eth0")
        .send("hold u db 4 +500 0 192.0.2.11/24@eth1")
        .send("check c 192.0.2.12/24@eth0");

    world.keeper.letGo("the end");

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.host.done)
        .endsWith(
            "shut 192.0.2.10",
            "shut 192.0.2.11",
            "reset 192.0.2.10",
            "reset 192.0.2.11",
            "remove 192.0.2.10",
            "remove 192.0.2.11");
    assertThat(world.said)
        .containsExactly(
            "ok t",
            "ok u",
            "event dropped web 1 the end",
            "event dropped db 4 the end",
            "error c system the end");
  }

  @Test
  void whatCanNotBeRemovedIsLeftToTheKernel() throws Refusal {
    world.host.failing.add("remove 192.0.2.10");
    world.host.failing.add("shut 192.0.2.10");
    world.host.failing.add("reset 192.0.2.10");
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0").send("release r web 1");
    assertThat(world.host.addresses()).containsExactly("192.0.2.10");

    world.pass(2_000);

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.host.done).containsSubsequence(LETTING_GO);
    assertThat(world.log).anyMatch(line -> line.contains("the kernel will do it within 2 s"));
  }

  @Test
  void saysWhatIsHeld() throws Refusal {
    world
        .send("hold t web 3 +500 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1")
        .send("hold u jobs 1 +500 0")
        .send("status s");

    assertThat(world.said).endsWith("ok s web:3:192.0.2.10/24@eth0,192.0.2.11/24@eth1 jobs:1:");
  }

  @Test
  void whatCouldNotBeRemovedIsNotSaidToBeGone() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0").send("release r web 1");
    assertThat(world.keeper.isClean()).isTrue();

    world.host.failing.add("remove 192.0.2.10");
    world.send("hold t web 2 +500 0 192.0.2.10/24@eth0").pass(500);

    assertThat(world.keeper.isClean()).isFalse();
  }
}
