package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One of three members hangs, with all that is on its way to it full: the other two go on. */
class HungPeerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int PORT = 17_671;
  private static final int BEAT_MILLIS = 200;

  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  private Member join(int n) throws Exception {
    Member member =
        new Member(
            "n" + n,
            "hb=tcp:127.0.2.%d:%d".formatted(n, PORT),
            "hb=127.0.2.1:%1$d,hb=127.0.2.2:%1$d,hb=127.0.2.3:%1$d".formatted(PORT),
            "heartbeat_interval='%d'".formatted(BEAT_MILLIS));
    members.add(member);
    return member.connect();
  }

  private boolean up() {
    return members.stream().allMatch(member -> member.viewSize() == 3)
        && members.get(0).state("hb", "n2") == LinkState.UP
        && members.get(0).state("hb", "n3") == LinkState.UP;
  }

  private void murmursReach(Member two, int number) throws Exception {
    int before = two.gaps().number("n1");
    while (two.gaps().number("n1") < before + number) {
      members.get(0).murmur();
      Await.pause();
    }
  }

  /** A lease is renewed by small broadcasts, and ends after five heartbeats. */
  @Test
  void whatGoesToAllWaitsForAHungPeerUntilItIsInDoubt() throws Exception {
    Member one = join(1);
    Member two = join(2);
    Member three = join(3);
    Await.until("one view, all up", SOON, this::up);
    murmursReach(two, 100);
    two.gaps().clear();
    murmursReach(two, 100);

    one.link("hb").jam(new InetSocketAddress("127.0.2.3", PORT));
    three.severAll();
    while (one.state("hb", "n3") != LinkState.DOWN) {
      murmursReach(two, 1);
    }
    murmursReach(two, 100);

    assertThat(two.gaps().longestMillis("n1")).isLessThan(3 * BEAT_MILLIS);
  }
}
