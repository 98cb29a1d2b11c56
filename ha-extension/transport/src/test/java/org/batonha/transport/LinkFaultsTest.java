package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three hosts on two networks, each broadcasting numbers all the time, and one fault after the
 * other on one network while the other lives: nobody leaves the view, and every number arrives once
 * and in order. {@code -Dlab.seconds=60} has each fault last longer. The modes run beside each
 * other, each with networks of its own, for most of the time is waiting.
 */
class LinkFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int SECONDS = Integer.getInteger("lab.seconds", 3);
  private static final List<String> HOSTS = List.of("n1", "n2", "n3");

  /** Everything that comes in on an interface of n2 is dropped, or three of ten packets. */
  private static final String DROP =
      "ip netns exec n2 nft 'add table inet fault; add chain inet fault in {type filter hook input"
          + " priority 0;}; add rule inet fault in iifname %s %s drop'";

  private static final String CLEAR = "ip netns exec n2 nft delete table inet fault";

  private NamespaceLan lan;
  private int settled;

  @AfterEach
  void close() {
    lan.close();
  }

  private void start(String mode) throws IOException {
    lan = new NamespaceLan();
    for (int size = 1; size <= HOSTS.size(); size++) {
      String host = HOSTS.get(size - 1);
      lan.start(
          host, ChildMember.command(host, "lan=udp:eth0,hb=tcp:eth1", "", "mode=\"" + mode + "\""));
      int expected = size;
      lan.await(host + " is in the view", SOON, () -> allSee(expected));
    }
    allAreUp();
    messagesFlow(); // in the whole view; one that has parted and merged meanwhile begins anew
    lan.await("all in one view", SOON, () -> allSee(HOSTS.size()));
    settled = lan.lines().size();
  }

  private boolean allSee(int size) {
    return HOSTS.subList(0, size).stream()
        .allMatch(host -> lan.last(host + " view").equals(host + " view " + size));
  }

  private void allAreUp() {
    lan.await("all links up", SOON, () -> HOSTS.stream().allMatch(this::linksAreUp));
  }

  private boolean linksAreUp(String host) {
    return HOSTS.stream()
        .filter(other -> !other.equals(host))
        .allMatch(
            other ->
                lan.last(host + " link lan " + other).endsWith(" UP")
                    && lan.last(host + " link hb " + other).endsWith(" UP"));
  }

  /** Lets messages flow for the time, and at least a hundred from each host to each. */
  private void messagesFlow() {
    long began = System.nanoTime();
    Map<String, Integer> before = heard();
    lan.await(
        "messages from all at all hosts",
        SOON.plusSeconds(SECONDS),
        () -> {
          Map<String, Integer> now = heard();
          return System.nanoTime() - began > Duration.ofSeconds(SECONDS).toNanos()
              && before.keySet().stream().allMatch(way -> now.get(way) > before.get(way) + 100);
        });
  }

  private Map<String, Integer> heard() {
    Map<String, Integer> heard = new HashMap<>();
    for (String host : HOSTS) {
      for (String from : HOSTS) {
        heard.put(from + " to " + host, lan.heard(host, from));
      }
    }
    return heard;
  }

  private void fault(String how, String takenBack) throws IOException {
    lan.run(how);
    messagesFlow();
    lan.run(takenBack);
    allAreUp();
    checkNothingHappened(how);
  }

  private void checkNothingHappened(String fault) {
    assertThat(List.copyOf(lan.lines()).stream().skip(settled))
        .as("after: " + fault)
        .noneMatch(line -> line.contains(" WRONG "))
        .noneMatch(line -> line.matches("n[123] view .*"));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @ValueSource(strings = {"passive", "active", "round-robin"})
  void theLossOfOneOfTwoNetworksInAnyWayIsSurvived(String mode) throws IOException {
    start(mode);
    for (String[] link : new String[][] {{"eth0", "lan2"}, {"eth1", "hb2"}}) {
      String eth = link[0];
      String port = link[1];
      fault("ip -n n2 link set " + eth + " down", "ip -n n2 link set " + eth + " up");
      fault(
          "ip link set " + port + " nomaster",
          "ip link set " + port + " master " + port.replace("2", ""));
      fault(DROP.formatted(eth, ""), CLEAR);
      fault(DROP.formatted(eth, "numgen random mod 10 < 3"), CLEAR);
    }
    flap();
    swap();
  }

  private void flap() throws IOException {
    for (int i = 0; i < SECONDS; i++) {
      lan.run("ip link set lan2 nomaster; sleep 0.5; ip link set lan2 master lan; sleep 0.5");
    }
    messagesFlow();
    allAreUp();
    checkNothingHappened("flapping");
  }

  /** The link that was dead comes back, and a moment later the other one dies. */
  private void swap() throws IOException {
    lan.run("ip link set lan2 nomaster");
    lan.await("lan is down", SOON, () -> lan.last("n2 link lan n1").endsWith(" DOWN"));
    lan.run("ip link set lan2 master lan");
    lan.await("lan is up", SOON, () -> linksAreUp("n2") && linksAreUp("n1"));
    lan.run("ip link set hb2 nomaster");
    messagesFlow();
    lan.run("ip link set hb2 master hb");
    allAreUp();
    checkNothingHappened("swapping the dead link");
  }
}
