package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.batonha.sentinel.lan.DatagramDump;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.ServiceProcess;
import org.batonha.sentinel.lan.ServiceProcess.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sentinel as a service with a socket, under the restrictions of the systemd unit as far as
 * setpriv knows them: no user but {@code nobody} (where the test may), no capability but two.
 */
@Timeout(120)
class ServiceIT extends LanTest {
  private static final String OTHER = "10.0.0.60/24@eth0";
  private static final String CAPABILITIES = "-all,+net_admin,+net_raw";
  private static final Duration BEYOND_LIFETIME = Duration.ofMillis(2_500);

  @TempDir private Path directory;
  private Path socket;
  private Path config;
  private ServiceProcess service;

  @BeforeEach
  void startService() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    socket = directory.resolve("sentinel.sock");
    config =
        Files.writeString(
            directory.resolve("sentinel.conf"),
            "socket %s # here\nallow 10.0.0.50/32@eth0\nallow 10.0.0.60/31@eth0\n"
                .formatted(socket));
    service = start();
  }

  private ServiceProcess start() throws Exception {
    List<String> prefix =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--no-new-privs",
                "--inh-caps=" + CAPABILITIES,
                "--ambient-caps=" + CAPABILITIES,
                "--bounding-set=" + CAPABILITIES));
    if (System.getProperty("user.name").equals("root")) {
      prefix.addAll(List.of("--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    ServiceProcess process = new ServiceProcess(lan, "h1", prefix, config, socket);
    open.add(process);
    return process;
  }

  private Server connect() throws Exception {
    Server server = service.connect();
    open.add(server);
    assertThat(server.greeting()).startsWith("ready 6 ");
    return server;
  }

  private String process() throws Exception {
    return lan.bash("h1", "sleep 1000 > /dev/null & echo $!").strip();
  }

  private Server attached() throws Exception {
    Server server = connect();
    assertThat(server.ask("attach " + process())).isEqualTo("ok");
    return server;
  }

  @Test
  void twoServersHoldWhatIsAllowedAndEachOnlyItsOwn() throws Exception {
    Server one = attached();
    Server two = attached();

    assertThat(one.hold("web", 1, ADDRESS)).isEqualTo("ok");
    assertThat(two.hold("db", 1, OTHER)).isEqualTo("ok");
    assertThat(two.hold("mail", 1, "10.0.0.70/24@eth0"))
        .startsWith("error privilege 10.0.0.70/24@eth0 is not allowed on this host");
    assertThat(two.hold("web", 2, ADDRESS)).startsWith("error busy web is held for another server");
    for (String command : List.of("renew web 1 1", "shut web 1", "release web 9", "announce web")) {
      assertThat(two.ask(command)).startsWith("error busy ");
    }
    assertThat(one.ask("status")).isEqualTo("ok web:1:" + ADDRESS);
    assertThat(two.ask("status")).isEqualTo("ok db:1:" + OTHER);

    two.close();
    await("what the second had is gone", () -> !lan.has("h1", "10.0.0.60"));
    assertThat(lan.has("h1", IP)).isTrue();
    Server next = attached();
    assertThat(next.hold("db", 2, OTHER)).isEqualTo("ok");
  }

  @Test
  void oneServerDiesAndOnlyItsAddressGoesAndItsPeersHearIt() throws Exception {
    Lines heard = java("h2", DatagramDump.class);
    heard.await("listening");
    Server one = attached();
    Server two = connect();
    String dying = process();
    assertThat(two.ask("attach " + dying)).isEqualTo("ok");
    assertThat(one.hold("web", 1, ADDRESS)).isEqualTo("ok");
    assertThat(one.ask("tell lan 10.0.0.1 0101 0102 10.0.0.2:7600")).isEqualTo("ok");
    assertThat(two.hold("db", 1, OTHER)).isEqualTo("ok");
    assertThat(two.ask("tell lan 10.0.0.1 0201 0202 10.0.0.2:7600")).isEqualTo("ok");
    long began = System.nanoTime();
    await("it is old enough", () -> System.nanoTime() - began > BEYOND_LIFETIME.toNanos());

    lan.bash("h1", "kill -9 " + dying);

    assertThat(heard.await("^from").text()).isEqualTo("from 10.0.0.1 0201");
    assertThat(lan.has("h1", "10.0.0.60")).isFalse();
    assertThat(lan.has("h1", IP)).isTrue();
    two.await("event dropped db 1 the server is dying or dead");

    String pid = one.greeting().split(" ")[2];
    lan.bash("h1", "kill -TERM " + pid);
    heard.await("^from 10.0.0.1 0102");
    assertThat(service.awaitExit()).isZero();
    assertThat(lan.has("h1", IP)).isFalse();
    assertThat(Files.exists(socket)).isFalse();
  }

  @Test
  void whereNoThreadCanBeHadOneMoreServerIsRefusedAndNobodyLosesAnything() throws Exception {
    assumeThat(System.getProperty("user.name")).as("who may set limits").isEqualTo("root");
    Server one = attached();
    assertThat(one.hold("web", 1, ADDRESS)).isEqualTo("ok");
    Server two = connect();
    String pid = one.greeting().split(" ")[2];
    lan.bash(
        "h1", "setpriv --reuid=65534 --regid=65534 --clear-groups prlimit --nproc=1:1 -p " + pid);

    assertThat(two.ask("attach " + process())).startsWith("error system process");
    try (SocketChannel third = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      assertThat(third.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    assertThat(one.ask("status")).isEqualTo("ok web:1:" + ADDRESS);
    assertThat(lan.has("h1", IP)).isTrue();
  }

  @Test
  void whoSaysNotWhoseDeathCountsHoldsNothing() throws Exception {
    Server server = connect();

    assertThat(server.hold("web", 1, ADDRESS)).startsWith("error usage say first whose death");
    assertThat(server.ask("attach 2000000000")).startsWith("error unknown there is no process");
    if (System.getProperty("user.name").equals("root")) {
      String foreign =
          lan.bash("h1", "setpriv --reuid=65534 sleep 1000 >/dev/null & echo $!").strip();
      await(
          "it is another user's",
          () -> lan.bash("h1", "stat -c %u /proc/" + foreign).strip().equals("65534"));
      assertThat(server.ask("attach " + foreign)).startsWith("error privilege process " + foreign);
    }
    assertThat(server.hold("web", 1, ADDRESS)).startsWith("error usage");
    assertThat(server.ask("attach " + process())).isEqualTo("ok");
    assertThat(server.hold("web", 1, ADDRESS)).isEqualTo("ok");
  }

  @Test
  void itIsKilledAndTheNextTakesTheSocketAndASecondOneDoesNot() throws Exception {
    Server first = attached();
    assertThat(first.hold("web", 1, ADDRESS)).isEqualTo("ok");
    assertThat(Files.getPosixFilePermissions(socket))
        .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    ServiceProcess second = start();
    assertThat(second.awaitExit()).isEqualTo(1);

    lan.bash("h1", "kill -9 " + first.greeting().split(" ")[2]);
    service.awaitExit();
    service = start();

    Server again = attached();
    assertThat(again.hold("web", 1, ADDRESS)).isEqualTo("ok");
    long end = System.nanoTime() + BEYOND_LIFETIME.toNanos();
    while (end - System.nanoTime() > 0) {
      assertThat(lan.has("h1", IP)).isTrue();
    }
  }

  @Test
  void aServerThatReadsNothingHoldsUpNoOther() throws Exception {
    Server mute = connect();
    Server one = attached();
    for (int i = 0; i < 20_000; i++) {
      mute.send("status t\n");
    }

    assertThat(one.hold("web", 1, ADDRESS)).isEqualTo("ok");
    mute.close();
    assertThat(one.ask("status")).isEqualTo("ok web:1:" + ADDRESS);
  }
}
