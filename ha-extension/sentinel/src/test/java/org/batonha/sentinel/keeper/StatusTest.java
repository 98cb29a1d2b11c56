package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** What is known of an address is told to who asks for its service. */
class StatusTest {
  private final World world = new World();

  private String status(String service) throws Refusal {
    world.send("status s " + service);
    return world.said.get(world.said.size() - 1);
  }

  @Test
  void tellsOfEachAddressSinceWhenItIsHereAndWhatHappenedToIt() throws Refusal {
    long since = world.now();
    world.send("hold t web 7 +600000 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1").pass(30);
    world.host.withoutCarrier.add("eth1");

    assertThat(status("web"))
        .isEqualTo(
            "ok s web 7 192.0.2.10/24@eth0 mac=02:00:00:00:00:01 carrier=up state=held since=%1$d"
                    .formatted(since)
                + " announcements=2 conflicts=0 removals=0"
                + " 192.0.2.11/24@eth1 mac=02:00:00:00:00:01 carrier=down state=held since=%1$d"
                    .formatted(since)
                + " announcements=2 conflicts=0 removals=0");
  }

  @Test
  void countsClaimsAndRemovalsAndKnowsTheLastClaim() throws Refusal {
    world.send("hold t web 7 +600000 0 192.0.2.10/24@eth0").pass(20_000);
    world.hear(World.A, Claim.Kind.HAS).pass(10).hear(World.A, Claim.Kind.HAS);
    long last = world.now();
    world.pass(10).removeByHand(World.A).send("shut h web 7");

    assertThat(status("web"))
        .contains(" conflicts=2 removals=1 ")
        .contains(" last-conflict=%d last-conflict-mac=%s".formatted(last, World.OTHER))
        .contains(" state=shut ");
  }

  @Test
  void whatIsNotHeldHasNoStatus() throws Refusal {
    assertThat(status("web")).isEqualTo("error s unknown web is not held: hold it first");
  }

  @Test
  void anAnnouncementThatFailedIsNotCounted() throws Refusal {
    world.send("hold t web 7 +600000 0 192.0.2.10/24@eth0");
    world.host.failing.add("announce 192.0.2.10");
    world.pass(100);

    assertThat(status("web")).contains(" announcements=1 ");
  }
}
