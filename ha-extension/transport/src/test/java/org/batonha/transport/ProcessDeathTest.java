package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member in another process dies, or only hangs. */
class ProcessDeathTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private Member one;
  private ProcessLines two;

  @BeforeEach
  void join() throws Exception {
    one = Member.onTwoLinks(1).connect();
    two = startTwo();
    Await.until("two members", SOON, () -> one.viewSize() == 2 && up());
  }

  private static ProcessLines startTwo() throws IOException {
    return new ProcessLines(ChildMember.command("n2", Member.twoLinks(2), Member.twoLinkHosts()));
  }

  private boolean up() {
    return one.state("lan", "n2") == LinkState.UP && one.state("hb", "n2") == LinkState.UP;
  }

  @AfterEach
  void close() {
    two.kill();
    two.close();
    one.close();
  }

  @Test
  void aKilledProcessIsKnownLongBeforeTheHeartbeatLimit() {
    two.kill();
    Duration took = Await.until("alone", SOON, () -> one.viewSize() == 1);

    assertThat(took).isLessThan(Duration.ofMillis(1_000));
    assertThat(one.state("lan", "n2")).isEqualTo(LinkState.DOWN);
  }

  @Test
  void aKilledProcessGetsNoBroadcastsAnyMore() throws Exception {
    String text = ".".repeat(10_000);
    two.kill();
    Await.until("alone", SOON, () -> one.viewSize() == 1);
    long before = bytesToTwo();

    for (int n = 1; n <= 100; n++) {
      String broadcast = n + text;
      one.received().clear();
      one.broadcast(broadcast);
      Await.until("sent", SOON, () -> one.received().contains(broadcast));
      Await.pause();
    }

    assertThat(bytesToTwo() - before)
        .as("heartbeats, HELLOs, and what was meant for it alone")
        .isBetween(1L, 100_000L);
  }

  private long bytesToTwo() {
    return Stream.of("lan", "hb")
        .mapToLong(link -> one.peer(link, "n2").traffic().bytesSent())
        .sum();
  }

  @Test
  void aNodeThatIsKilledAndStartedAgainAtOnceIsTakenBack() throws Exception {
    two.kill();
    two.close();
    two = startTwo();

    Await.until(
        "back", SOON, () -> one.viewSize() == 2 && up() && two.lines().contains("n2 view 2"));
  }

  @Test
  void aStoppedProcessIsSuspectedByItsSilenceAndMergesWhenItGoesOn() throws Exception {
    signal("STOP");
    Duration took = Await.until("alone", SOON, () -> one.viewSize() == 1);
    assertThat(took).isBetween(Duration.ofMillis(300), Duration.ofMillis(2_000));

    signal("CONT");
    Await.until("merged", SOON, () -> one.viewSize() == 2 && up());
  }

  private void signal(String name) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", "-" + name, Long.toString(two.pid())).start().waitFor();
    assertThat(exit).isZero();
  }
}
