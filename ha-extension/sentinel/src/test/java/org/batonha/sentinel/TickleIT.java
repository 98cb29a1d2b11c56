package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.batonha.sentinel.lan.SilentServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of a host whose cable was pulled: TCP alone would let them wait for many minutes. */
@Timeout(120)
class TickleIT extends LanTest {
  private static final String IP6 = "fd00::50";
  private static final String BOTH = ADDRESS + " " + IP6 + "/64@eth0";
  private static final Duration SOON = Duration.ofMillis(500);

  private Lines client(String ip) throws IOException {
    String line = "exec 3<>/dev/tcp/%s/7000; LC_ALL=C cat <&3 2>&1".formatted(ip);
    Process client = lan.start("h3", List.of("bash", "-c", line), Redirect.INHERIT);
    open.add(client::destroyForcibly);
    return lines("client of " + ip, client);
  }

  private void await(Lines server, int connections) throws InterruptedException {
    for (int i = 0; i < connections; i++) {
      server.await("accepted");
    }
  }

  @Test
  void theNextHolderResetsTheConnectionsOfOneThatCanSpeakNoMore() throws Exception {
    for (int i = 1; i <= 3; i++) {
      lan.bash("h" + i, "ip addr add fd00::%d/64 dev eth0 nodad".formatted(i));
    }
    Lines server = java("h1", SilentServer.class);
    server.await("listening");
    java("h2", SilentServer.class).await("listening");
    SentinelProcess first = sentinel("h1");
    SentinelProcess second = sentinel("h2");
    first.ask("configure web tickle=true");
    assertThat(first.hold("web", 1, 60_000, 0, BOTH)).isEqualTo("ok");
    Lines client = client(IP);
    Lines client6 = client(IP6);
    await(server, 2);
    String connections =
        first
            .await("^event connections web 1 .*10.0.0.50:7000>10.0.0.3:[0-9]+ .*fd00::50.*fd00::3")
            .text()
            .substring("event connections web 1 ".length());

    lan.onSwitch("ip link set port1 down");
    assertThat(second.hold("web", 2, 60_000, 0, BOTH)).isEqualTo("ok");
    long taken = System.nanoTime();
    assertThat(second.ask("tickle web " + connections)).isEqualTo("ok");

    for (Lines each : List.of(client, client6)) {
      Lines.Line reset = each.await("Connection reset by peer");
      Duration took = Duration.ofNanos(reset.nanoTime() - taken);
      System.out.printf("taking to reset seen by a client: %d ms%n", took.toMillis());
      assertThat(took).isLessThan(SOON);
    }
  }
}
