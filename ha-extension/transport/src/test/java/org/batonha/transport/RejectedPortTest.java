package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Something on one network rejects what goes to a member's port, as if nobody listened there: a
 * firewall, a second host with the same address, or somebody who has no key. While the other
 * network lives nobody leaves the view.
 */
class RejectedPortTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final NamespaceLan lan = lan();
  private int settled;

  private static NamespaceLan lan() {
    try {
      return new NamespaceLan();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    lan.close();
  }

  private boolean bothLinks(String link, String state) {
    return lan.last("n1 link " + link).endsWith(" " + state)
        && lan.last("n2 link " + link).endsWith(" " + state);
  }

  private void start(String links) throws IOException {
    for (String host : new String[] {"n1", "n2"}) {
      lan.start(host, ChildMember.command(host, links, "hb=10.9.2.1,hb=10.9.2.2"));
    }
    lan.await(
        "one view",
        SOON,
        () ->
            lan.last("n1 view").equals("n1 view 2")
                && lan.last("n2 view").equals("n2 view 2")
                && bothLinks("lan", "UP")
                && bothLinks("hb", "UP"));
    settled = lan.lines().size();
  }

  private void messagesFlow() {
    int one = lan.heard("n1", "n2");
    int two = lan.heard("n2", "n1");
    lan.await(
        "messages",
        SOON,
        () -> lan.heard("n1", "n2") > one + 200 && lan.heard("n2", "n1") > two + 200);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "lan=udp:eth0, tcp reset",
    "lan=udp:eth0, icmp port-unreachable",
    "lan=tcp:eth0, tcp reset",
    "lan=tcp:eth0, icmp port-unreachable"
  })
  void aRejectedPortOnOneNetworkChangesNoView(String other, String answer) throws IOException {
    start(other + ",hb=tcp:eth1");
    lan.run(
        "ip netns exec n2 nft 'add table inet fault; add chain inet fault in {type filter hook"
            + " input priority 0;}; add rule inet fault in iifname eth1 tcp dport 7600 reject with "
            + answer
            + "'");
    lan.await("hb is down", SOON, () -> bothLinks("hb", "DOWN"));
    lan.await("n1 was refused, and asked", SOON, this::n1KnowsThatN2Lives);
    messagesFlow();
    lan.run("ip netns exec n2 nft delete table inet fault");
    lan.await("hb is up", SOON, () -> bothLinks("hb", "UP"));

    assertThat(List.copyOf(lan.lines()).stream().skip(settled))
        .as("nobody was suspected, and every message came once and in order")
        .noneMatch(line -> line.matches("n. (view 1|WRONG .*)|.* is suspected: .*"));
  }

  private boolean n1KnowsThatN2Lives() {
    return List.copyOf(lan.lines()).stream()
        .anyMatch(line -> line.contains("node 'n2' lives, but nobody listens at 10.9.2.2:7600"));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({"lan=udp:eth0", "lan=tcp:eth0"})
  void aKilledProcessIsKnownWithoutWaitingForSilence(String other) throws IOException {
    start(other + ",hb=tcp:eth1");

    lan.run("kill -9 $(ip netns pids n2)");
    lan.await("alone", SOON, () -> lan.last("n1 view").equals("n1 view 1"));

    assertThat(List.copyOf(lan.lines()).stream().skip(settled))
        .anyMatch(line -> line.contains("node 'n2' is suspected: its process is dead"));
  }
}
