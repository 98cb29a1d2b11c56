package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.batonha.sentinel.protocol.CommandParser;
import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** Two servers of one host: neither touches what the other holds. */
class CommandersTest {
  private final World world = new World();
  private final List<String> told = new ArrayList<>();
  private final Replies other = told::add;

  private void otherSends(String line) throws Refusal {
    world.keeper.command(CommandParser.parse(line), other, world.host.now);
  }

  private String later() {
    return Long.toString(world.host.now + 5_000_000_000L);
  }

  @Test
  void aServiceHasOneCommander() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0");

    otherSends("hold a web 2 " + later() + " 0 192.0.2.10/24@eth0");
    otherSends("renew b web 1 " + later());
    otherSends("shut c web 1");
    otherSends("release d web 2");
    otherSends("announce e web");

    assertThat(told).hasSize(5).allMatch(line -> line.matches("error [a-e] busy web is held .*"));
    assertThat(world.host.open()).containsExactly("192.0.2.10");
    world.pass(500);
    assertThat(world.host.addresses()).isEmpty();
  }

  @Test
  void norCanItBeWantedByTwoWhileItIsProbed() throws Refusal {
    world.send("hold t web 1 +500 2 192.0.2.10/24@eth0");

    otherSends("hold a web 2 " + later() + " 0 192.0.2.10/24@eth0");
    world.pass(200);

    assertThat(told).singleElement().asString().startsWith("error a busy");
    assertThat(world.said).containsExactly("ok t");
  }

  @Test
  void theEndOfOneLetsGoOfItsOwnOnly() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0");
    otherSends("hold a db 1 " + later() + " 0 192.0.2.11/24@eth1");
    otherSends("hold b mail 1 " + later() + " 3 192.0.2.12/24@eth1");

    world.keeper.letGo(other, "it has ended", world.now());

    assertThat(world.host.addresses()).containsExactly("192.0.2.10");
    assertThat(told)
        .containsExactly("ok a", "event dropped db 1 it has ended", "error b system it has ended");
    world.send("hold u db 1 +500 0 192.0.2.11/24@eth1");
    assertThat(world.said).endsWith("ok u");
  }

  @Test
  void eachSeesItsOwn() throws Refusal {
    world.send("hold t web 1 +500 0 192.0.2.10/24@eth0").send("status s");
    otherSends("status a");

    assertThat(world.said).endsWith("ok s web:1:192.0.2.10/24@eth0");
    assertThat(told).containsExactly("ok a");
  }
}
