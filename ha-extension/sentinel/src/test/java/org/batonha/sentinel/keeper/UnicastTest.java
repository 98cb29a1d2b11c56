package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** Named hosts and known neighbours are told by unicast, without ever keeping a lease waiting. */
class UnicastTest {
  private static final String GATEWAY = "02:00:00:00:00:fe";
  private static final String CLIENT = "02:00:00:00:00:03";

  private final World world = new World();

  private void know(String ip, String mac) {
    world.host.neighbours.add(new Neighbour(IpLiteral.parse(ip), mac));
  }

  private void hold() throws Refusal {
    world.send("hold t web 1 +600000 0 192.0.2.10/24@eth0").pass(1);
  }

  private List<String> told() {
    return world.host.done.stream().filter(what -> what.startsWith("announce to")).toList();
  }

  @Test
  void knownNeighboursAreToldAndThoseOfTheOtherFamilyAreNot() throws Refusal {
    know("192.0.2.3", CLIENT);
    know("2001:db8::3", "02:00:00:00:00:04");
    know("192.0.2.10", "02:00:00:00:00:05");

    hold();

    assertThat(told()).containsExactly("announce to " + CLIENT + " 192.0.2.10");
    world.pass(19);
    assertThat(told()).as("with each announcement").hasSize(2);
  }

  @Test
  void neighboursAreNotToldIfSoConfiguredButNamedHostsAre() throws Refusal {
    know("192.0.2.3", CLIENT);
    know("192.0.2.254", GATEWAY);
    world.send("configure c web announce-neighbours=false announce-to=192.0.2.254");

    hold();

    assertThat(told()).containsExactly("announce to " + GATEWAY + " 192.0.2.10");
  }

  @Test
  void namedHostsComeFirst() throws Refusal {
    know("192.0.2.3", CLIENT);
    know("192.0.2.254", GATEWAY);
    world.send("configure c web announce-to=192.0.2.254");

    hold();

    assertThat(told())
        .containsExactly(
            "announce to " + GATEWAY + " 192.0.2.10", "announce to " + CLIENT + " 192.0.2.10");
  }

  @Test
  void aNamedHostThatIsNotKnownIsAskedFor() throws Refusal {
    world.send("configure c web announce-to=192.0.2.254,2001:db8::1");

    hold();

    assertThat(world.host.done)
        .contains("ask for 192.0.2.254 192.0.2.10")
        .noneMatch(what -> what.contains("2001:db8:0:0:0:0:0:1 192"));
  }

  @Test
  void namedHostsAreLookedUpBeforeAnythingIsHeldAndThenNowAndThen() throws Refusal {
    world.send("configure c web announce-to=192.0.2.254").pass(1);
    assertThat(world.host.count("look up 192.0.2.254")).isEqualTo(1);

    world.pass(120_000);
    assertThat(world.host.count("look up 192.0.2.254")).isEqualTo(3);

    world.keeper.letGo(world.replies, "gone", world.now());
    world.pass(120_000);
    assertThat(world.host.count("look up 192.0.2.254")).isEqualTo(3);
  }

  @Test
  void aHostThatManyServicesNameIsLookedUpOnce() throws Refusal {
    for (int i = 0; i < 100; i++) {
      world.send("configure c web%d announce-to=192.0.2.254".formatted(i)).pass(1);
    }
    world.send("configure c other announce-to=192.0.2.254,192.0.2.253").pass(1);

    assertThat(world.host.count("look up 192.0.2.254")).isEqualTo(1);
    assertThat(world.host.count("look up 192.0.2.253")).isEqualTo(1);
  }

  @Test
  void manyAreToldInBurstsBetweenWhichLeasesAreKept() throws Refusal {
    for (int i = 0; i < 64; i++) {
      know("192.0.2." + (100 + i), "02:00:00:00:01:%02x".formatted(i));
    }
    String addresses =
        IntStream.range(0, 100)
            .mapToObj(i -> "10.0.0." + (i + 1) + "/16@eth0")
            .collect(Collectors.joining(" "));
    world.send("hold t web 1 +15 0 " + addresses).pass(14);
    assertThat(told()).hasSizeBetween(10 * Timing.UNICASTS_AT_ONCE, 15 * Timing.UNICASTS_AT_ONCE);

    world.pass(1);
    assertThat(world.host.addresses()).isEmpty();
    int toldInTime = told().size();
    world.pass(1_000);
    assertThat(told()).as("nobody is told of what is gone").hasSize(toldInTime);
  }

  @Test
  void ofAThousandAnnouncementsThatAreDueAtOnceNoneKeepsALeaseWaiting() throws Refusal {
    String addresses =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "10.0.%d.%d/16@eth0".formatted(i / 250, i % 250 + 1))
            .collect(Collectors.joining(" "));
    world.send("hold t web 1 +600000 0 " + addresses).stall(20);
    long before = world.host.done.stream().filter(what -> what.startsWith("announce")).count();

    world.wake();

    long told = world.host.done.stream().filter(what -> what.startsWith("announce")).count();
    assertThat(told - before).isEqualTo(Timing.WORKED_AT_ONCE);
    world.pass(1);
    assertThat(world.host.done.stream().filter(what -> what.startsWith("announce")).count())
        .as("the rest follows at once")
        .isEqualTo(before + 1_000);
  }

  @Test
  void whatIsShutIsNotTold() throws Refusal {
    know("192.0.2.3", CLIENT);
    world.send("hold t web 1 +600000 0 192.0.2.10/24@eth0").send("shut s web 1").pass(1);
    int before = told().size();

    world.pass(10_000);

    assertThat(told()).hasSize(before);
  }

  @Test
  void aNeighbourThatCanNotBeToldDisturbsNothing() throws Refusal {
    know("192.0.2.3", CLIENT);
    world.host.failing.add("announce to " + CLIENT + " 192.0.2.10");

    hold();
    world.pass(1_000);

    assertThat(world.said).containsExactly("ok t");
    assertThat(world.log.stream().filter(line -> line.contains("failed as told"))).hasSize(1);
  }

  @Test
  void theCommandToAnnounceAThousandIsCarriedOutInPortions() throws Refusal {
    String addresses =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "10.0.%d.%d/16@eth0".formatted(i / 250, i % 250 + 1))
            .collect(Collectors.joining(" "));
    world.send("hold t web 1 +600000 0 " + addresses).pass(11_000);
    long before = announced();

    world.send("announce a web");
    assertThat(world.said).endsWith("ok a");
    assertThat(announced()).as("nothing before the leases are looked at").isEqualTo(before);

    world.wake();
    assertThat(announced()).isEqualTo(before + Timing.WORKED_AT_ONCE);
    world.pass(1);
    assertThat(announced()).as("the rest follows at once").isEqualTo(before + 1_000);
  }

  private long announced() {
    return world.host.done.stream().filter(what -> what.startsWith("announce 10.")).count();
  }
}
