package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.CommandParser;
import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** An address that is shut is here and lets nothing in, until it is let go of or held again. */
class ShutTest {
  private static final String HOLD = "hold t web 1 +5000 0 192.0.2.10/24@eth0";

  private final World world = new World();

  @Test
  void nothingComesInWhileTheAddressStays() throws Refusal {
    world.send(HOLD).send("shut s web 1");

    assertThat(world.said).containsExactly("ok t", "ok s");
    assertThat(world.host.addresses()).containsExactly("192.0.2.10");
    assertThat(world.host.open()).isEmpty();
  }

  @Test
  void itIsProlongedAndStaysShut() throws Refusal {
    world.send(HOLD).send("shut s web 1");

    for (int i = 0; i < 40; i++) {
      world.pass(100);
      assertThat(world.host.addresses()).containsExactly("192.0.2.10");
      assertThat(world.host.open()).isEmpty();
    }
  }

  @Test
  void itIsPutBackShutWhenSomebodyRemovesIt() throws Refusal {
    world.send(HOLD).send("shut s web 1").removeByHand(World.A).pass(100);

    assertThat(world.host.addresses()).containsExactly("192.0.2.10");
    assertThat(world.host.open()).isEmpty();
  }

  @Test
  void itIsNeitherAnnouncedNorDefended() throws Refusal {
    world.send(HOLD).send("shut s web 1");
    long before = world.announcementsOfA();

    world.send("announce a web").hear(World.A, Claim.Kind.HAS).pass(3_000);

    assertThat(world.announcementsOfA()).isEqualTo(before);
    assertThat(world.said)
        .contains("ok a")
        .anyMatch(line -> line.startsWith("event conflict web 1 192.0.2.10 " + World.OTHER));
  }

  @Test
  void shuttingTwiceDoesNothingMore() throws Refusal {
    world.send(HOLD).send("shut s web 1").send("shut r web 1");

    assertThat(world.said).containsExactly("ok t", "ok s", "ok r");
    assertThat(world.host.count("shut 192.0.2.10")).isOne();
  }

  @Test
  void aReleaseEndsItAsAlways() throws Refusal {
    world.send(HOLD).send("shut s web 1").send("release r web 1");

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.host.done)
        .endsWith("shut 192.0.2.10", "reset 192.0.2.10", "remove 192.0.2.10");
  }

  @Test
  void whoIsConnectedIsLookedForOnceAfterTheAnswerAndBeforeTheRelease() throws Refusal {
    world.send(HOLD).send("shut s web 1");
    assertThat(world.said).endsWith("ok s");
    assertThat(world.host.done).endsWith("shut 192.0.2.10");

    world.pass(1);
    world.pass(1);
    assertThat(world.host.done).endsWith("shut 192.0.2.10", "foresee 192.0.2.10");
    assertThat(world.host.count("foresee 192.0.2.10")).isOne();
  }

  @Test
  void whatIsReleasedAtOnceIsNotLookedFor() throws Refusal {
    world.send(HOLD).send("shut s web 1");
    world.keeper.command(CommandParser.parse("release r web 1"), world.replies, world.now());
    world.keeper.settle();

    world.pass(1);

    assertThat(world.host.count("foresee 192.0.2.10")).isZero();
  }

  @Test
  void aLookThatFailsDoesNotKeepTheAddressFromItsRelease() throws Refusal {
    world.host.faults.put("foresee 192.0.2.10", new OutOfMemoryError("too many"));
    world.send(HOLD).send("shut s web 1").pass(1);

    world.send("release r web 1");

    assertThat(world.said).endsWith("ok r");
    assertThat(world.host.done).contains("reset 192.0.2.10");
    assertThat(world.host.addresses()).isEmpty();
  }

  @Test
  void itsLeaseEndsAsAlways() throws Refusal {
    world.send(HOLD).send("shut s web 1").send("renew r web 1 +6000").pass(5_999);
    assertThat(world.host.addresses()).containsExactly("192.0.2.10");

    world.pass(1);

    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.said).endsWith("event dropped web 1 the lease was not renewed");
  }

  @Test
  void holdingAgainLetsGoOfItFirst() throws Refusal {
    world.send(HOLD).send("shut s web 1");

    world.send("hold h web 2 +5000 0 192.0.2.10/24@eth0");

    assertThat(world.said).endsWith("ok h");
    assertThat(world.host.done)
        .containsSubsequence(
            "reset 192.0.2.10", "remove 192.0.2.10", "add 192.0.2.10", "announce 192.0.2.10");
    world.pass(4_000);
    assertThat(world.host.open()).containsExactly("192.0.2.10");
  }

  @Test
  void onlyItsOwnEpochShutsIt() throws Refusal {
    world.send("hold t web 2 +500 0 192.0.2.10/24@eth0");
    world.send("shut s web 1").send("shut r db 1");

    assertThat(world.said)
        .containsExactly(
            "ok t",
            "error s unknown web is held with epoch 2, not 1",
            "error r unknown db is not held: hold it first");
    assertThat(world.host.open()).containsExactly("192.0.2.10");
  }

  @Test
  void whatCanNotBeShutIsSaid() throws Refusal {
    world.host.failing.add("shut 192.0.2.10");

    world.send(HOLD).send("shut s web 1");

    assertThat(world.said).endsWith("error s device shut 192.0.2.10 failed as told");
    assertThat(world.host.open()).containsExactly("192.0.2.10");
  }

  @Test
  void noFaultInOneStepKeepsAnAddressHereOrEndsAnotherServicesLease() throws Refusal {
    world.send(HOLD).send("hold u db 1 +5000 0 192.0.2.11/24@eth1");
    world.host.faults.put("shut 192.0.2.10", new OutOfMemoryError("no thread can be started"));
    world.host.faults.put("reset 192.0.2.10", new NoClassDefFoundError("a fault"));

    world.send("release r web 1");

    assertThat(world.said).endsWith("ok r");
    assertThat(world.host.open()).containsExactly("192.0.2.11");
  }
}
