package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.batonha.sentinel.protocol.Connection;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** The holder tells which connections are open, and the next one tells their clients. */
class TicklesTest {
  private static final String FIRST = "192.0.2.10:80>192.0.2.77:40000";
  private static final String SECOND = "192.0.2.10:80>192.0.2.78:40001";

  private final World world = new World();

  private void hold() throws Refusal {
    world.send("hold t web 1 +600000 0 " + World.A);
  }

  private static Connection connection(String local, String remote, int port) {
    return new Connection(
        new InetSocketAddress(IpLiteral.parse(local), 80),
        new InetSocketAddress(IpLiteral.parse(remote), port));
  }

  private List<String> told() {
    return world.said.stream().filter(line -> line.startsWith("event connections")).toList();
  }

  private List<String> tickled() {
    return world.host.done.stream().filter(what -> what.startsWith("tickle ")).toList();
  }

  @Test
  void whoHasNotAskedForItIsToldNothingAndNobodyLooks() throws Refusal {
    world.host.connections.add(connection("192.0.2.10", "192.0.2.77", 40_000));
    hold();

    world.pass(10_000);

    assertThat(told()).isEmpty();
    assertThat(world.host.looks).isZero();
  }

  @Test
  void theOpenConnectionsAreToldWhenTheyChange() throws Refusal {
    world.send("configure c web tickle=true");
    hold();
    world.pass(5_000);
    assertThat(told()).as("there is none").isEmpty();

    world.host.connections.add(connection("192.0.2.10", "192.0.2.78", 40_001));
    world.host.connections.add(connection("192.0.2.10", "192.0.2.77", 40_000));
    world.host.connections.add(connection("192.0.2.11", "192.0.2.77", 40_000));
    world.pass(1_000);
    assertThat(told()).containsExactly("event connections web 1 " + FIRST + " " + SECOND);

    world.pass(5_000);
    assertThat(told()).hasSize(1);
    assertThat(world.host.looks).isEqualTo(12);

    world.host.connections.clear();
    world.pass(1_000);
    assertThat(told()).endsWith("event connections web 1 ").hasSize(2);
  }

  @Test
  void noMoreThanAThousandAreTold() throws Refusal {
    world.send("configure c web tickle=true");
    for (int i = 0; i < 1_500; i++) {
      world.host.connections.add(connection("192.0.2.10", "192.0.2.77", 10_000 + i));
    }
    hold();
    world.pass(1);

    assertThat(told().get(0).split(" ")).hasSize(4 + Timing.CONNECTIONS_LIMIT);
  }

  @Test
  void clientsAreToldFourTimes() throws Refusal {
    hold();
    world.send("tickle x web " + FIRST + " " + SECOND).pass(1);
    assertThat(world.said).endsWith("ok x");
    assertThat(tickled()).containsExactly("tickle " + FIRST, "tickle " + SECOND);

    world.pass(50);
    assertThat(tickled()).hasSize(4);
    world.pass(550);
    assertThat(tickled()).hasSize(6);
    world.pass(60_000);
    assertThat(tickled()).hasSize(8);
  }

  @Test
  void manyAreToldInPortions() throws Refusal {
    hold();
    String all =
        IntStream.range(0, 640)
            .mapToObj(i -> "192.0.2.10:80>192.0.2.77:" + (10_000 + i))
            .collect(Collectors.joining(" "));
    world.send("tickle x web " + all).wake();
    assertThat(tickled()).hasSize(Timing.UNICASTS_AT_ONCE);

    world.pass(20);
    assertThat(tickled()).hasSize(640);
  }

  @Test
  void onlyConnectionsToWhatIsHeldAreTickled() throws Refusal {
    hold();
    world.send("tickle x web " + FIRST + " 192.0.2.11:80>192.0.2.77:1").pass(10_000);
    assertThat(world.said).endsWith("error x address 192.0.2.11 is not held for web");
    world.send("tickle y db " + FIRST).pass(10_000);
    assertThat(world.said.get(world.said.size() - 1)).startsWith("error y unknown ");

    assertThat(tickled()).isEmpty();
  }

  @Test
  void whatIsLetGoOfIsNotSpokenForAnyMore() throws Refusal {
    hold();
    world.send("tickle x web " + FIRST).pass(1).send("release r web 1").pass(10_000);

    assertThat(tickled()).hasSize(1);
  }
}
