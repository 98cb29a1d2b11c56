package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** A commander is told of its devices' carriers: each change once, beginning with what it saw. */
class CarrierTest {
  private final World world = new World();

  private long told(String event) {
    return world.said.stream().filter(event::equals).count();
  }

  @Test
  void oneWhoWasToldThatTheCableIsOutIsToldWhenItIsIn() throws Refusal {
    world.host.withoutCarrier.add("eth0");
    world.send("configure c web").send("check d 192.0.2.10/24@eth0").pass(200);
    assertThat(told("event carrier eth0 down")).isOne();

    world.cable("eth0", true);

    assertThat(told("event carrier eth0 up")).isOne();
  }

  @Test
  void whereNoAddressCanBeHeldThatIsTheReasonAndNotTheCarrier() throws Refusal {
    world.host.withoutCarrier.add("eth0");
    world.host.failing.add("prepare 192.0.2.10");

    world.send("configure c web on-carrier-loss=yield");
    world.send("hold t web 1 +5000 0 192.0.2.10/24@eth0").send("check d 192.0.2.10/24@eth0");

    assertThat(world.said).hasSize(3).noneMatch(line -> line.contains("carrier"));
  }

  @Test
  void whatTheKernelRepeatsIsNoNews() throws Refusal {
    world.send("configure c web").send("hold t web 1 +600000 0 192.0.2.10/24@eth0").pass(20_000);
    long announced = world.announcementsOfA();

    world.cable("eth0", true).cable("eth0", true).pass(50);
    assertThat(told("event carrier eth0 up")).isZero();
    assertThat(world.announcementsOfA()).isEqualTo(announced);

    world.cable("eth0", false).cable("eth0", false);
    assertThat(told("event carrier eth0 down")).isOne();
  }

  @Test
  void aDeviceThatNobodyHasNamedIsNoNews() throws Refusal {
    world.send("configure c web").send("hold t web 1 +600000 0 192.0.2.10/24@eth0");

    world.cable("veth0a1b2c3", true).cable("veth0a1b2c3", false);

    assertThat(world.said).containsExactly("ok c", "ok t");
    assertThat(world.log).noneMatch(line -> line.contains("veth0a1b2c3"));
  }

  @Test
  void whenNewsWereLostEachDeviceIsLookedAtOnce() throws Refusal {
    world.send("hold t web 1 +600000 0 192.0.2.10/24@eth0 192.0.2.11/24@eth1");
    world.host.withoutCarrier.add("eth1");

    world.keeper.lookAtCarriers(world.now());
    world.keeper.lookAtCarriers(world.now());

    assertThat(world.said).containsExactly("ok t", "event carrier eth1 down");
  }

  @Test
  void whatACheckSeesBeforeTheNewsIsNewsToAll() throws Refusal {
    world.send("configure c web on-carrier-loss=yield");
    world.send("hold t web 1 +600000 0 192.0.2.10/24@eth0");
    world.host.withoutCarrier.add("eth0");

    world.send("check d 192.0.2.10/24@eth0").cable("eth0", false);

    assertThat(world.said).contains("event yielded web 1 carrier eth0 has lost its carrier");
    assertThat(world.host.addresses()).isEmpty();
  }
}
