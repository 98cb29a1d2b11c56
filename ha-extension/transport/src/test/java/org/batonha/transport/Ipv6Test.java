package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Both kinds of links over IPv6, on loopback. */
class Ipv6Test {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HOSTS =
      "lan=[::1]:17631,lan=[::1]:17632,hb=[::1]:17641,hb=[::1]:17642";

  private static Member member(int n) throws Exception {
    return new Member(
        "n" + n,
        "lan=udp:[::1]:1763%d,hb=tcp:[::1]:1764%d".formatted(n, n),
        HOSTS,
        "multicast_address='ff01::b' key='the-key-of-this-cluster'");
  }

  @Test
  void linksRunOverIpv6() throws Exception {
    try (Member one = member(1);
        Member two = member(2)) {
      one.connect();
      two.connect();
      Await.until("one view", SOON, () -> one.viewSize() == 2 && two.viewSize() == 2);
      Await.until(
          "both links are up",
          SOON,
          () -> one.state("lan", "n2") == LinkState.UP && one.state("hb", "n2") == LinkState.UP);

      one.broadcast("hello");

      Await.until("received", SOON, () -> two.received().contains("hello"));
      assertThat(one.transport().linkSnapshots().get(0).address())
          .isEqualTo("[0:0:0:0:0:0:0:1]:17631");
    }
  }
}
