package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who learns of an address, and how: by the neighbour table of a host that listens. */
@Timeout(120)
class TellingIT extends LanTest {
  private static final String IP6 = "fd00::50";
  private static final String BOTH = ADDRESS + " " + IP6 + "/64@eth0";

  /** By then five of the seven announcements have been sent. */
  private static final Duration MOST_ANNOUNCED = Duration.ofMillis(2_200);

  private SentinelProcess first;
  private SentinelProcess second;

  /** The first host holds the address, and the third has it in its neighbour table. */
  private void thirdKnowsFirst() throws Exception {
    for (int i = 1; i <= 3; i++) {
      lan.bash("h" + i, "ip addr add fd00::%d/64 dev eth0 nodad".formatted(i));
    }
    first = sentinel("h1");
    second = sentinel("h2");
    assertThat(first.hold("web", 1, 60_000, 0, BOTH)).isEqualTo("ok");
    for (String ip : new String[] {IP, IP6}) {
      await(
          "h3 knows h1 as " + ip,
          () -> {
            lan.talk("h3", ip);
            return lan.neighbour("h3", ip).equals(lan.mac("h1"));
          });
    }
  }

  /** From now on nothing reaches the third host but what is sent to it alone. */
  private void noFloodingToThird() throws Exception {
    lan.onSwitch("ip link set port3 type bridge_slave bcast_flood off mcast_flood off flood off");
    lan.onSwitch("ip link set br0 type bridge mcast_snooping 0");
  }

  private void move() throws Exception {
    assertThat(first.ask("release web 1")).isEqualTo("ok");
    assertThat(second.hold("web", 2, 60_000, 0, BOTH)).isEqualTo("ok");
  }

  private boolean thirdHas(String host) throws Exception {
    String mac = lan.mac(host);
    return lan.neighbour("h3", IP).equals(mac) && lan.neighbour("h3", IP6).equals(mac);
  }

  @Test
  void withoutUnicastsAHostThatIsNotReachedByBroadcastLearnsNothing() throws Exception {
    thirdKnowsFirst();
    second.ask("configure web announce-neighbours=false");
    noFloodingToThird();

    move();

    long end = System.nanoTime() + MOST_ANNOUNCED.toNanos();
    while (end - System.nanoTime() > 0) {
      assertThat(thirdHas("h1")).isTrue();
    }
  }

  @Test
  void aHostThatIsNamedIsToldByUnicast() throws Exception {
    thirdKnowsFirst();
    second.ask("configure web announce-neighbours=false announce-to=10.0.0.3,fd00::3");
    await("h2 knows it", () -> !lan.neighbour("h2", "10.0.0.3").isEmpty());
    await("h2 knows it by IPv6", () -> !lan.neighbour("h2", "fd00::3").isEmpty());
    noFloodingToThird();

    move();

    await("h3 knows h2", () -> thirdHas("h2"));
  }

  @Test
  void knownNeighboursAreToldByUnicast() throws Exception {
    thirdKnowsFirst();
    await(
        "h2 knows h3",
        () -> {
          lan.talk("h2", "10.0.0.3");
          lan.talk("h2", "fd00::3");
          return !lan.neighbour("h2", "10.0.0.3").isEmpty()
              && !lan.neighbour("h2", "fd00::3").isEmpty();
        });
    noFloodingToThird();

    move();

    await("h3 knows h2", () -> thirdHas("h2"));
  }

  @Test
  void anAddressThatMovesBackAtOnceIsFollowedAtOnce() throws Exception {
    thirdKnowsFirst();
    second.ask("configure web announce-to=10.0.0.3,fd00::3");
    first.ask("configure web announce-to=10.0.0.3,fd00::3");
    await("h2 knows it", () -> !lan.neighbour("h2", "10.0.0.3").isEmpty());
    await("h2 knows it by IPv6", () -> !lan.neighbour("h2", "fd00::3").isEmpty());
    noFloodingToThird();
    move();
    await("h3 knows h2", () -> thirdHas("h2"));

    assertThat(second.ask("release web 2")).isEqualTo("ok");
    assertThat(first.hold("web", 3, 60_000, 0, BOTH)).isEqualTo("ok");

    await("h3 knows h1 again", () -> thirdHas("h1"));
  }

  @Test
  void aNamedHostThatTheKernelDoesNotKnowIsAskedFor() throws Exception {
    second = sentinel("h2");
    Lines frames = frames("h3");
    second.ask("configure web announce-to=10.0.0.77");
    assertThat(second.hold("web", 1, 60_000, 0, ADDRESS)).isEqualTo("ok");

    frames.await("^REQUEST 10.0.0.50 " + lan.mac("h2") + " for 10.0.0.77");
    lan.run("h3", "ip", "addr", "add", "10.0.0.77/24", "dev", "eth0");
    await("whoever is asked knows who asked", () -> lan.neighbour("h3", IP).equals(lan.mac("h2")));
  }

  @Test
  void aSilentRivalIsFoundAndAnsweredInAStreamUntilItIsGone() throws Exception {
    first = sentinel("h1");
    assertThat(first.hold("web", 1, 60_000, 0, ADDRESS)).isEqualTo("ok");
    String ours = lan.mac("h1");
    Lines frames = frames("h3");
    lan.bash("h2", "echo 0 > /proc/sys/net/ipv4/conf/eth0/arp_notify");
    lan.run("h2", "ip", "addr", "add", ADDRESS.replace("@eth0", ""), "dev", "eth0");
    assertThat(first.ask("announce web")).isEqualTo("ok");

    String event = first.await("event conflict web 1 10.0.0.50 " + lan.mac("h2")).text();
    String[] words = event.split(" ");
    long heard = Long.parseLong(words[words.length - 1]);
    assertThat(Duration.ofNanos(System.nanoTime() - heard))
        .isBetween(Duration.ZERO, Duration.ofSeconds(20));
    Lines.Line one = frames.await("^REQUEST 10.0.0.50 " + ours + " for 10.0.0.50");
    Lines.Line last = one;
    for (int i = 0; i < 20; i++) {
      last = frames.await("^REQUEST 10.0.0.50 " + ours + " for 10.0.0.50");
    }
    assertThat(Duration.ofNanos(last.nanoTime() - one.nanoTime()))
        .as("twenty announcements")
        .isLessThan(Duration.ofSeconds(8));
    assertThat(first.ask("status web"))
        .containsPattern(" conflicts=[1-9]")
        .contains(" last-conflict-mac=" + lan.mac("h2"));

    lan.run("h2", "ip", "addr", "del", ADDRESS.replace("@eth0", ""), "dev", "eth0");
    await("h3 knows h1", () -> talkAndSee("h3").equals(ours));
    assertThat(lan.has("h1", IP)).isTrue();
  }

  private String talkAndSee(String host) throws Exception {
    lan.talk(host, IP);
    return lan.neighbour(host, IP);
  }
}
