package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** All addresses of a service are taken, or none is; nobody's address is taken from him. */
class TakingTest {
  private final World world = new World();

  @Test
  void anAddressHasItsOwnMacBeforeItIsAddedIfSoConfigured() throws Refusal {
    World world = new World();
    world.send("configure c web vmac=true").send("hold t web 1 +600000 0 " + World.A);

    int given = world.host.done.indexOf("give a mac to 192.0.2.10");
    assertThat(given).isNotNegative().isLessThan(world.host.done.indexOf("add 192.0.2.10"));
    world.send("status s web");
    assertThat(world.said.get(world.said.size() - 1)).contains(" mac=02:ba:00:00:00:01 ");
  }

  @Test
  void probesFirstAndWaitsForAnAnswer() throws Refusal {
    world.send("hold t web 1 +500 3 192.0.2.10/24@eth0").pass(119);
    assertThat(world.host.count("probe 192.0.2.10")).isEqualTo(3);
    assertThat(world.said).isEmpty();

    world.pass(1);

    assertThat(world.said).containsExactly("ok t");
    assertThat(world.host.done).endsWith("add 192.0.2.10", "announce 192.0.2.10");
  }

  @Test
  void anotherHostThatAnswersIsNamed() throws Refusal {
    world.send("hold t web 1 +500 3 192.0.2.10/24@eth0").pass(40).hear(World.A, Claim.Kind.HAS);

    assertThat(world.said)
        .containsExactly(
            "error t conflict 192.0.2.10 on eth0 is held by 02:00:00:00:00:99: give it up there,"
                + " or take another address");
    world.pass(1_000);
    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.host.watched).isEmpty();
  }

  @Test
  void twoThatTakeAtOnceBothStandBackButTwoThatCheckDoNot() throws Refusal {
    world.send("hold t web 1 +500 3 192.0.2.10/24@eth0").hear(World.A, Claim.Kind.WANTS);
    world.send("check c 192.0.2.10/24@eth0").hear(World.A, Claim.Kind.WANTS).pass(90);

    assertThat(world.said.get(0))
        .isEqualTo(
            "error t contended 192.0.2.10 on eth0 is just being asked for by 02:00:00:00:00:99,"
                + " to take it: try again");
    assertThat(world.said.get(1)).isEqualTo("ok c");
  }

  /** Else a node that starts would keep another from taking it at that time. */
  @Test
  void whoOnlyPreparesAsksTheNetworkNothing() throws Refusal {
    world.send("configure c web").send("prepare p 192.0.2.10/24@eth0");

    assertThat(world.said).containsExactly("ok c", "event carrier eth0 up", "ok p");
    world.pass(1_000);
    assertThat(world.host.count("probe 192.0.2.10")).isZero();
    assertThat(world.host.count("prepare 192.0.2.10")).isPositive();
  }

  @Test
  void aClaimOnAnotherNetworkIsNoConflict() throws Refusal {
    world.send("hold t web 1 +500 1 192.0.2.10/24@eth0");
    world.keeper.claimed(new Claim("eth1", World.A.ip(), World.OTHER, Claim.Kind.HAS), 0);
    world.pass(60);

    assertThat(world.said).containsExactly("ok t");
  }

  @Test
  void ifOneCanNotBeAddedNoneIsKept() throws Refusal {
    world.host.failing.add("add 192.0.2.11");
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1");

    assertThat(world.said).containsExactly("error t device add 192.0.2.11 failed as told");
    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.send("status s").said).endsWith("ok s");
  }

  @Test
  void ifTheNetworkCanNotBeToldNoneIsKept() throws Refusal {
    world.host.failing.add("announce 192.0.2.11");
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1");

    assertThat(world.said).containsExactly("error t device announce 192.0.2.11 failed as told");
    assertThat(world.host.addresses()).isEmpty();
  }

  @Test
  void anotherListReplacesTheOldOneAndKeepsWhatIsInBoth() throws Refusal {
    world
        .send("hold t web 1 +500 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1")
        .send("hold u web 1 +500 0 192.0.2.11/24@eth1 192.0.2.12/24@eth1");

    assertThat(world.host.addresses()).containsExactlyInAnyOrder("192.0.2.11", "192.0.2.12");
    assertThat(world.host.count("add 192.0.2.11")).isEqualTo(1);
    assertThat(world.host.count("reset 192.0.2.11")).isZero();
    assertThat(world.said).containsExactly("ok t", "ok u");
  }

  @Test
  void aFailedChangeLeavesTheOldHoldAsItWas() throws Refusal {
    world.host.failing.add("add 192.0.2.12");
    world
        .send("hold t web 1 +500 0 192.0.2.10/24@eth0")
        .send("hold u web 2 +900 0 192.0.2.12/24@eth0")
        .send("status s");

    assertThat(world.said).endsWith("ok s web:1:192.0.2.10/24@eth0");
    world.pass(500);
    assertThat(world.host.addresses()).isEmpty();
  }

  @Test
  void aNewEpochKeepsTheAddressesAndAnnouncesThemAgain() throws Refusal {
    world.send("hold t web 1 +900 0 192.0.2.10/24@eth0").pass(600);
    long before = world.announcementsOfA();

    world.send("hold u web 2 +900 3 192.0.2.10/24@eth0").pass(10);

    assertThat(world.said).containsExactly("ok t", "ok u");
    assertThat(world.host.count("add 192.0.2.10")).isEqualTo(1);
    assertThat(world.announcementsOfA()).isEqualTo(before + 1);
    assertThat(world.send("status s").said).endsWith("ok s web:2:192.0.2.10/24@eth0");
  }

  @Test
  void anOlderEpochIsRefused() throws Refusal {
    world.send("hold t web 2 +500 0").send("hold u web 1 +500 0");
    world.send("hold v db 5 +500 1 192.0.2.10/24@eth0").send("hold w db 4 +500 0");

    assertThat(world.said.get(1)).startsWith("error u unknown web is held with epoch 2");
    assertThat(world.said.get(2)).startsWith("error w unknown db is held with epoch 5");
  }

  @Test
  void anAddressServesOneServiceOnly() throws Refusal {
    world
        .send("hold t web 1 +500 0 192.0.2.10/24@eth0")
        .send("hold u db 1 +500 0 192.0.2.10/32@eth1")
        .send("hold v mail 1 +500 1 192.0.2.11/24@eth1")
        .send("hold w db 1 +500 0 192.0.2.11/24@eth1");

    assertThat(world.said.get(1)).startsWith("error u address 192.0.2.10/32@eth1 belongs to");
    assertThat(world.said.get(2)).startsWith("error w address").contains("service mail");
  }

  @Test
  void aLeaseThatRunsOutDuringTheProbesTakesNothing() throws Refusal {
    world.send("hold t web 1 +100 5 192.0.2.10/24@eth0").pass(100);

    assertThat(world.said).singleElement().asString().startsWith("error t deadline the lease ran");
    assertThat(world.host.count("add 192.0.2.10")).isZero();
  }

  @Test
  void aRenewalDuringTheProbesCounts() throws Refusal {
    world
        .send("hold t web 1 +100 5 192.0.2.10/24@eth0")
        .pass(80)
        .send("renew r web 1 +300")
        .pass(200);

    assertThat(world.said).containsExactly("ok r", "ok t");
    assertThat(world.host.addresses()).containsExactly("192.0.2.10");
  }

  @Test
  void anOldLeaseThatRunsOutDuringTheProbesOfTheNewIsMadeGood() throws Refusal {
    world
        .send("hold t web 1 +50 0 192.0.2.10/24@eth0")
        .send("hold u web 2 +500 2 192.0.2.10/24@eth0 192.0.2.11/24@eth1")
        .pass(90);

    assertThat(world.host.addresses()).containsExactlyInAnyOrder("192.0.2.10", "192.0.2.11");
    assertThat(world.said).endsWith("ok u");
  }

  @Test
  void aReleaseOrANewerHoldEndsATaking() throws Refusal {
    world
        .send("hold t web 1 +500 5 192.0.2.10/24@eth0")
        .send("hold u web 2 +500 5 192.0.2.10/24@eth0")
        .send("release r web 2")
        .pass(400);

    assertThat(world.said).hasSize(3);
    assertThat(world.said.get(0)).startsWith("error t unknown a newer hold of web");
    assertThat(world.said.get(1)).startsWith("error u unknown web was released");
    assertThat(world.said.get(2)).isEqualTo("ok r");
    assertThat(world.host.addresses()).isEmpty();
  }

  @Test
  void aCheckTakesNothing() throws Refusal {
    world.send("check c 192.0.2.10/24@eth0 192.0.2.11/24@eth1").pass(90);

    assertThat(world.said).containsExactly("ok c");
    assertThat(world.host.done).noneMatch(what -> what.startsWith("add"));
  }

  @Test
  void aCheckOfWhatIsHeldHereIsGood() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0").send("check c 192.0.2.10/24@eth0");

    assertThat(world.said).containsExactly("ok t", "ok c");
  }

  @Test
  void aFloodOfChecksIsRefusedAtItsBound() throws Refusal {
    for (int i = 0; i <= Timing.TAKINGS_LIMIT; i++) {
      world.send("check c" + i + " 192.0.2.10/24@eth0");
    }

    assertThat(world.said).singleElement().asString().startsWith("error c256 system 256 commands");
  }

  @Test
  void ofTwoTakingsThatAreRipeOneIsCarriedOutAndThenTheLeasesAreLookedAt() throws Refusal {
    world
        .send("hold t web 1 +500 1 192.0.2.10/24@eth0")
        .send("hold u db 1 +500 1 192.0.2.11/24@eth1")
        .stall(400)
        .wake();
    assertThat(world.said).containsExactly("ok t");
    assertThat(world.keeper.idleNanos(world.now())).as("the other is due").hasValue(0);

    world.stall(100).wake();

    assertThat(world.host.count("add 192.0.2.11")).isZero();
    assertThat(world.said.get(world.said.size() - 1)).startsWith("error u deadline the lease ran");
  }

  @Test
  void theOtherIsCarriedOutAtOnceIfItsLeaseLasts() throws Refusal {
    world
        .send("hold t web 1 +500 1 192.0.2.10/24@eth0")
        .send("hold u db 1 +500 1 192.0.2.11/24@eth1")
        .pass(60);

    assertThat(world.said).containsExactly("ok t", "ok u");
  }
}
