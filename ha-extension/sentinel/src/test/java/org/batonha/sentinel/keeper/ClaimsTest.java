package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** A claim costs little: what is watched is reckoned anew only when it has changed. */
class ClaimsTest {
  private final World world = new World();

  @Test
  void aClaimThatEndsNoTakingLeavesWhatIsWatched() throws Refusal {
    world.send("hold t web 1 +600000 0 192.0.2.10/24@eth0");
    int before = world.host.watches;

    world.hear(World.A, Claim.Kind.HAS).hear(World.A, Claim.Kind.WANTS);

    assertThat(world.host.watches).isEqualTo(before);
  }

  @Test
  void oneThatEndsATakingChangesIt() throws Refusal {
    world.send("hold t web 1 +600000 1 192.0.2.10/24@eth0").hear(World.A, Claim.Kind.HAS);

    assertThat(world.host.watched).isEmpty();
  }
}
