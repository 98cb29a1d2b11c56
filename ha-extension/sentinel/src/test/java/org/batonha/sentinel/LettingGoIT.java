package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.batonha.sentinel.lan.KeenClients;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.batonha.sentinel.lan.SilentServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients see when an address is shut and let go of, on a real kernel. */
@Timeout(120)
class LettingGoIT extends LanTest {
  private static final String IP6 = "fd00::50";
  private static final String BOTH = ADDRESS + " " + IP6 + "/64@eth0";

  /** Enough for the old order, without shutting first, to leave a connection behind. */
  private static final int ROUNDS = 20;

  /** Longer than an address lives that is not prolonged. */
  private static final Duration BEYOND_LIFETIME = Duration.ofMillis(2_500);

  @Test
  void clientsOfASilentServerSeeAReset() throws Exception {
    Lines server = java("h1", SilentServer.class);
    server.await("listening");
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 60_000, 0, ADDRESS);
    Lines seen = client(IP);
    server.await("accepted");

    sentinel.ask("release web 1");

    seen.await("Connection reset by peer");
  }

  @Test
  void noConnectionIsLeftBehindHoweverSoonClientsComeBack() throws Exception {
    java("h1", SilentServer.class).await("listening");
    SentinelProcess sentinel = sentinel("h1");
    Lines clients = java("h2", KeenClients.class, IP);
    for (int epoch = 1; epoch <= ROUNDS; epoch++) {
      assertThat(sentinel.hold("web", epoch, 60_000, 0, ADDRESS)).isEqualTo("ok");
      clients.await("connected");

      assertThat(sentinel.ask("release web " + epoch)).isEqualTo("ok");

      assertThat(connections(IP)).as("connections after release %d", epoch).isEmpty();
    }
  }

  @Test
  void whatRunsIsAnsweredThoughNobodyComesInAnyMore() throws Exception {
    lan.bash("h2", "ip addr add fd00::2/64 dev eth0 nodad");
    Process process = startJava("h1", SilentServer.class);
    Lines server = lines("server", process);
    server.await("listening");
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 60_000, 0, BOTH);
    Lines first = client(IP);
    server.await("accepted");
    Lines second = client(IP6);
    server.await("accepted");

    assertThat(sentinel.ask("shut web 1")).isEqualTo("ok");

    assertThat(canConnect(IP)).isFalse();
    assertThat(canConnect(IP6)).isFalse();
    say(process, "answer");
    first.await("answer");
    second.await("answer");
    assertThat(sentinel.ask("release web 1")).isEqualTo("ok");
    first.await("Connection reset by peer");
    second.await("Connection reset by peer");
    assertThat(connections(IP) + connections(IP6)).isEmpty();
  }

  @Test
  void itStaysShutAndHereBeyondItsLifetimeAndAHoldOpensIt() throws Exception {
    lan.bash("h2", "ip addr add fd00::2/64 dev eth0 nodad");
    java("h1", SilentServer.class).await("listening");
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 60_000, 0, BOTH);
    sentinel.ask("shut web 1");
    long end = System.nanoTime() + BEYOND_LIFETIME.toNanos();
    while (end - System.nanoTime() > 0) {
      assertThat(canConnect(IP)).isFalse();
      assertThat(canConnect(IP6)).isFalse();
      assertThat(lan.has("h1", IP)).isTrue();
      assertThat(lan.has("h1", IP6)).isTrue();
    }

    assertThat(sentinel.hold("web", 2, 60_000, 0, BOTH)).isEqualTo("ok");

    await("open again", () -> canConnect(IP));
    await("open again, IPv6", () -> canConnect(IP6));
  }

  @Test
  void whatADeadSentinelLeftShutIsOpenedByTheNext() throws Exception {
    java("h1", SilentServer.class).await("listening");
    SentinelProcess dead = sentinel("h1");
    SentinelProcess next = sentinel("h1");
    dead.hold("web", 1, 60_000, 0, ADDRESS);
    dead.ask("shut web 1");
    dead.signal("KILL");

    assertThat(next.hold("web", 2, 60_000, 0, ADDRESS)).isEqualTo("ok");

    await("open again", () -> canConnect(IP));
  }

  private Lines client(String ip) throws IOException {
    String line = "exec 3<>/dev/tcp/%s/7000; LC_ALL=C cat <&3 2>&1".formatted(ip);
    Process client = lan.start("h2", List.of("bash", "-c", line), Redirect.INHERIT);
    open.add(client::destroyForcibly);
    return lines("client of " + ip, client);
  }

  private boolean canConnect(String ip) throws Exception {
    String line = "timeout 0.2 bash -c 'exec 3<>/dev/tcp/%s/7000 && echo yes' 2>&1".formatted(ip);
    return lan.bash("h2", line).contains("yes");
  }

  private static void say(Process process, String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Returns the serving host's own list of connections to an address. */
  private String connections(String ip) throws Exception {
    String quoted = ip.contains(":") ? "[" + ip + "]" : ip;
    return lan.run("h1", "ss", "-Htan", "src", quoted);
  }
}
