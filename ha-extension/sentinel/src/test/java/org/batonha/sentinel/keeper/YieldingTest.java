package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;
import org.junit.jupiter.api.Test;

/** Several services that yield to the same cause go together: one look through all connections. */
class YieldingTest {
  private static final int SERVICES = 50;

  private final World world = new World();

  private void hold(String policy) throws Refusal {
    for (int i = 1; i <= SERVICES; i++) {
      world
          .send("configure c s%d %s".formatted(i, policy))
          .send("hold t s%d 1 +600000 0 10.0.0.%d/8@eth0".formatted(i, i));
    }
    world.pass(1_000);
    world.said.clear();
  }

  private void allHaveYieldedTogether() {
    assertThat(world.host.addresses()).isEmpty();
    assertThat(world.host.resets).isOne();
    assertThat(world.said.stream().filter(line -> line.startsWith("event yielded")))
        .hasSize(SERVICES);
  }

  @Test
  void whenTheirCarrierIsLost() throws Refusal {
    hold("on-carrier-loss=yield");

    world.cable("eth0", false);

    allHaveYieldedTogether();
  }

  @Test
  void whenSomebodyRemovesAllAddresses() throws Refusal {
    hold("on-removal=yield");
    world.wake();
    for (int i = 1; i <= SERVICES; i++) {
      world.host.removeByHand(VirtualAddress.parse("10.0.0." + i + "/8@eth0"));
    }

    world.keeper.addressesChanged(world.now());

    allHaveYieldedTogether();
  }

  @Test
  void whenTheirDeviceIsGone() throws Refusal {
    hold("on-conflict=defend");
    for (int i = 1; i <= SERVICES; i++) {
      world.host.failing.add("prolong 10.0.0." + i);
    }

    world.pass(2_600);

    allHaveYieldedTogether();
  }
}
