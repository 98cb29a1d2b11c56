package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two hosts on one network whose switch forwards the group no more, as one with IGMP snooping and
 * no querier does after a while: all the rest goes on.
 */
class MulticastLossTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int BEAT_MILLIS = 200;
  private static final List<String> HOSTS = List.of("n1", "n2");

  private static final String DROP =
      "ip netns exec n2 nft 'add table inet fault; add chain inet fault in {type filter hook input"
          + " priority 0;}; add rule inet fault in iifname eth0 ip daddr 230.0.0.9 drop'";

  private NamespaceLan lan;

  @BeforeEach
  void twoHostsAreOneView() throws IOException {
    lan = new NamespaceLan();
    for (String host : HOSTS) {
      String beat = "heartbeat_interval=\"" + BEAT_MILLIS + "\"";
      lan.start(host, ChildMember.command(host, "lan=udp:eth0", "", beat));
    }
    lan.await(
        "one view, links up",
        SOON,
        () ->
            HOSTS.stream()
                .allMatch(
                    host ->
                        lan.last(host + " view").endsWith(" 2")
                            && lan.last(host + " link lan").endsWith(" UP")));
  }

  @AfterEach
  void close() {
    lan.close();
  }

  private void hears(String host, String from) {
    int before = lan.heard(host, from);
    lan.await("messages", SOON, () -> lan.heard(host, from) > before + 500);
  }

  private String waited(String host, String from) throws IOException {
    int before = lan.lines().size();
    String told = host + " waited for " + from;
    lan.say(host, "waited " + from);
    lan.await(
        told,
        SOON,
        () -> lan.lines().stream().skip(before).anyMatch(line -> line.startsWith(told)));
    return lan.last(told);
  }

  @Test
  void whoseMulticastsAreLostIsHeardByUnicastWithinThreeHeartbeats() throws IOException {
    lan.say("n1", "murmur");
    hears("n2", "n1");
    int settled = lan.lines().size();
    waited("n2", "n1");
    hears("n2", "n1");

    lan.run(DROP);
    hears("n2", "n1");

    String waited = waited("n2", "n1");
    assertThat(Integer.parseInt(waited.split(" ")[4]))
        .as(waited)
        .isLessThanOrEqualTo(3 * BEAT_MILLIS);
    assertThat(List.copyOf(lan.lines()).stream().skip(settled))
        .as("neither the link nor the view changed, and every message came once and in order")
        .noneMatch(line -> line.matches("n[12] (view|WRONG|link) .*"));
  }
}
