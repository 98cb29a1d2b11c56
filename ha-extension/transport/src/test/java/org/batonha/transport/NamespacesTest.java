package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Two hosts on two networks that can be unplugged. No peer is configured: they find each other by
 * multicast on {@code lan}, and learn from that where the other is on {@code hb}. The tests run
 * beside each other, each with networks of its own, for most of the time is waiting.
 */
class NamespacesTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private NamespaceLan lan;
  private int settled;

  @BeforeEach
  void twoHostsAreOneView() throws IOException {
    lan = new NamespaceLan();
    for (String host : new String[] {"n1", "n2"}) {
      lan.start(host, ChildMember.command(host, "lan=udp:eth0,hb=tcp:eth1", ""));
    }
    lan.await("one view", SOON, () -> viewIs(2));
    lan.await("lan", SOON, () -> bothLinks("lan", "UP"));
    lan.await("hb", SOON, () -> bothLinks("hb", "UP"));
    settled = lan.lines().size(); // until here, a member that was first had a view of its own
  }

  @AfterEach
  void close() {
    lan.close();
  }

  private boolean viewIs(int size) {
    return lan.last("n1 view").equals("n1 view " + size)
        && lan.last("n2 view").equals("n2 view " + size);
  }

  private boolean bothLinks(String link, String state) {
    return lan.last("n1 link " + link).endsWith(" " + state)
        && lan.last("n2 link " + link).endsWith(" " + state);
  }

  private void messagesFlow() {
    int one = lan.heard("n1", "n2");
    int two = lan.heard("n2", "n1");
    lan.await(
        "messages",
        SOON,
        () -> lan.heard("n1", "n2") > one + 100 && lan.heard("n2", "n1") > two + 100);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aPulledCableOfEitherNetworkIsSurvived() throws IOException {
    lan.run("ip -n n2 link set eth0 down");
    lan.await("lan is down", SOON, () -> bothLinks("lan", "DOWN"));
    messagesFlow();
    lan.run("ip -n n2 link set eth0 up");
    lan.await("lan is up", SOON, () -> bothLinks("lan", "UP"));

    lan.run("ip link set hb1 nomaster");
    lan.await("hb is down", SOON, () -> bothLinks("hb", "DOWN"));
    messagesFlow();
    lan.run("ip link set hb1 master hb");
    lan.await("hb is up", SOON, () -> bothLinks("hb", "UP"));

    assertThat(List.copyOf(lan.lines()).stream().skip(settled))
        .as("the view never changed")
        .doesNotContain("n1 view 1", "n2 view 1");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theLinksAreExchangedOnRunningMembers() throws IOException {
    both("remove lan");
    messagesFlow();
    lan.run("ip link set lan1 nomaster; ip link set lan2 nomaster");
    messagesFlow();

    lan.run("ip link set lan1 master lan; ip link set lan2 master lan");
    both("add new=tcp:eth0@50");
    lan.await("new is up", SOON, () -> bothLinks("new", "UP"));
    both("remove hb");
    lan.run("ip link set hb1 nomaster; ip link set hb2 nomaster");
    messagesFlow();
    lan.say("n1", "remove new");
    Await.until(
        "refused",
        SOON,
        () ->
            lan.last("n1 refused")
                .endsWith("it is the last one that carries messages; add another first"));

    assertThat(List.copyOf(lan.lines()).stream().skip(settled))
        .as("the view never changed, and every message came once and in order")
        .noneMatch(line -> line.matches("n. (view 1|WRONG .*)"));
  }

  /**
   * Counts frames; of tcp not the kernel's own packets (acks and the like), which have no payload.
   */
  private static final String WATCH =
      "ip netns exec n1 nft 'add table inet watch; add counter inet watch stray; add chain inet"
          + " watch out {type filter hook output priority 0;};"
          + " add rule inet watch out ip saddr 10.9.1.1 oifname != eth0 counter name stray;"
          + " add rule inet watch out ip saddr 10.9.2.1 oifname != eth1 meta length > 80 counter name stray'";

  /** Routes that lead one link's frames over the other's interface: then nothing is sent there. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void noFrameOfALinkLeavesByAnotherInterface() throws IOException {
    lan.run(WATCH);
    messagesFlow();
    assertThat(strayed()).isZero();
    for (String[] lure :
        new String[][] {{"lan", "10.9.1.2/32 dev eth1"}, {"hb", "10.9.2.2/32 dev eth0"}}) {
      lureAway(lure[0], lure[1]);
      lan.run("ip netns exec n1 nft reset counter inet watch stray >/dev/null");
      messagesFlow();
      messagesFlow();
      assertThat(strayed()).as(lure[0]).isZero();
      lan.run("ip -n n1 route del " + lure[1]);
      Await.until(lure[0] + " is up", SOON, () -> bothLinks(lure[0], "UP"));
    }
    assertThat(List.copyOf(lan.lines()).stream().skip(settled))
        .as("the view never changed, and every message came once and in order")
        .noneMatch(line -> line.matches("n. (view 1|WRONG .*)"))
        .anyMatch(line -> line.contains("this host's route to 10.9.1.2 leads over eth1"))
        .anyMatch(line -> line.contains("this host's route to 10.9.2.2 leads over eth0"));
  }

  /** Sets the route; again, when it is noticed before a frame has followed it. */
  private void lureAway(String link, String route) throws IOException {
    for (int attempt = 1; attempt <= 5; attempt++) {
      lan.run("ip -n n1 route add " + route);
      Await.until(link + " is down", SOON, () -> bothLinks(link, "DOWN"));
      if (strayed() > 0) {
        return;
      }
      lan.run("ip -n n1 route del " + route);
      Await.until(link + " is up", SOON, () -> bothLinks(link, "UP"));
    }
    throw new AssertionError("no frame of " + link + " follows the route " + route);
  }

  /**
   * A line that needs 5 s for what is sent: heartbeats wait behind data for longer than allowed.
   */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSlowLineFullOfDataIsNotTakenForADeadOne() throws IOException {
    both("remove lan");
    for (String host : new String[] {"n1", "n2"}) {
      lan.run(
          "ip netns exec "
              + host
              + " tc qdisc add dev eth1 root tbf rate 5mbit burst 16kb latency 2s");
    }
    int before = lan.lines().size();
    lan.say("n1", "bulk 400");
    lan.await("all of it", SOON, () -> lan.last("n2 has").equals("n2 has n1-bulk#400"));

    assertThat(List.copyOf(lan.lines()).stream().skip(before))
        .as("the link and the view never changed, and every message came once and in order")
        .noneMatch(line -> line.matches("n. (view 1|WRONG .*|link hb .* DOWN)|.*qdisc.*"));
  }

  /** A virtual address that comes to a link's interface and goes is none of the link's business. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anAddressMoreOnTheInterfaceChangesNothing() throws IOException {
    for (String change : new String[] {"add", "del"}) {
      int before = lan.lines().size();
      lan.run("ip -n n1 addr " + change + " 10.9.1.100/24 dev eth0");
      long asked = System.nanoTime() + TimeUnit.SECONDS.toNanos(3); // the routes, at least once
      while (System.nanoTime() < asked) {
        messagesFlow();
      }
      assertThat(List.copyOf(lan.lines()).stream().skip(before))
          .noneMatch(line -> line.contains("this host's route") || line.matches("n. WRONG .*"));
    }
  }

  /** How many packets were counted since the last reset. */
  private int strayed() throws IOException {
    int before = lan.lines().size();
    lan.run(
        "echo stray $(ip netns exec n1 nft list counter inet watch stray | grep -o 'packets [0-9]*')");
    Await.until(
        "the counter",
        SOON,
        () -> lan.lines().stream().skip(before).anyMatch(line -> line.startsWith("stray packets")));
    return Integer.parseInt(lan.last("stray packets").split(" ")[2]);
  }

  private void both(String command) throws IOException {
    for (String host : new String[] {"n1", "n2"}) {
      lan.say(host, command);
      Await.until(command, SOON, () -> lan.last(host + " did").equals(host + " did " + command));
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void deadSwitchesSplitTheViewInTimeAndItMergesAfterwards() throws IOException {
    lan.run("ip link set lan2 nomaster; ip link set hb2 nomaster");
    Duration took = Await.until("split", SOON, () -> viewIs(1));
    assertThat(took).isLessThan(Duration.ofMillis(2_500));

    lan.run("ip link set lan2 master lan; ip link set hb2 master hb");
    lan.await("merged", SOON, () -> viewIs(2));
    messagesFlow();
  }
}
