package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real process on a real kernel. What counts is what the kernel and the neighbours see. */
@Timeout(120)
class SentinelIT extends LanTest {
  private static final Duration LIFETIME = Duration.ofMillis(2_500);

  /** What the busiest machine may take in a single try; the median has the real bound. */
  private static final Duration WORST = Duration.ofMillis(500);

  private static final int TRIES = 5;

  @Test
  void anAddressThatIsHeldIsThereAndOneThatIsReleasedIsNot() throws Exception {
    SentinelProcess sentinel = sentinel("h1");

    assertThat(sentinel.hold("web", 1, 60_000, 3, ADDRESS + " fd00::50/64@eth0")).isEqualTo("ok");
    assertThat(lan.has("h1", IP)).isTrue();
    assertThat(lan.has("h1", "fd00::50")).isTrue();
    assertThat(sentinel.ask("status")).isEqualTo("ok web:1:10.0.0.50/24@eth0,fd00::50/64@eth0");

    assertThat(sentinel.ask("release web 1")).isEqualTo("ok");
    assertThat(lan.has("h1", IP)).isFalse();
    assertThat(lan.has("h1", "fd00::50")).isFalse();
    assertThat(lan.has("h1", "10.0.0.1")).isTrue();
  }

  @Test
  void aLeaseThatIsNotRenewedEndsWithin20Milliseconds() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    Lines kernel = addressNews("h1");
    List<Duration> late = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      Instant deadline = Instant.now().plusMillis(400);
      assertThat(sentinel.hold("web", i, 400, 0, ADDRESS)).isEqualTo("ok");
      sentinel.await("event dropped web " + i + " ");
      late.add(Duration.between(deadline, removal(kernel)));
    }
    Collections.sort(late);
    assertThat(late.get(0)).as("%s", late).isGreaterThanOrEqualTo(Duration.ofMillis(-1));
    assertThat(late.get(TRIES / 2)).as("%s", late).isLessThanOrEqualTo(Duration.ofMillis(20));
    assertThat(late.get(TRIES - 1)).as("%s", late).isLessThan(WORST);
  }

  @Test
  void renewalsKeepTheAddressBeyondItsLifetime() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 5_000, 0, ADDRESS);
    long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
    while (end - System.nanoTime() > 0) {
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      assertThat(sentinel.ask("renew web 1 " + deadline)).isEqualTo("ok");
      assertThat(lan.has("h1", IP)).isTrue();
    }
  }

  @Test
  void theNeighboursLearnWhoHasTheAddressNow() throws Exception {
    SentinelProcess first = sentinel("h1");
    SentinelProcess second = sentinel("h2");
    first.hold("web", 1, 60_000, 0, ADDRESS);
    await(
        "h3 knows h1",
        () -> {
          lan.talk("h3", IP);
          return lan.neighbour("h3", IP).equals(lan.mac("h1"));
        });
    Lines frames = frames("h3");

    assertThat(first.ask("release web 1")).isEqualTo("ok");
    assertThat(second.hold("web", 2, 60_000, 0, ADDRESS + " fd00::50/64@eth0")).isEqualTo("ok");

    await("h3 knows h2", () -> lan.neighbour("h3", IP).equals(lan.mac("h2")));
    String mac = lan.mac("h2");
    for (int i = 0; i < 3; i++) {
      frames.await("^REQUEST 10.0.0.50 " + mac);
      frames.await("^REPLY 10.0.0.50 " + mac);
      frames.await("^ADVERTISEMENT fd00:0:0:0:0:0:0:50 " + mac);
    }
  }

  @Test
  void anAddressThatAnotherHostHasIsRefusedWithItsMac() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    lan.run("h2", "ip", "addr", "add", "fd00::2/64", "dev", "eth0", "nodad");

    String refused = "error conflict %s on eth0 is held by " + lan.mac("h2");
    assertThat(sentinel.hold("web", 1, 60_000, 3, ADDRESS + " 10.0.0.2/24@eth0"))
        .startsWith(refused.formatted("10.0.0.2"));
    assertThat(sentinel.ask("check 10.0.0.2/24@eth0")).startsWith(refused.formatted("10.0.0.2"));
    assertThat(sentinel.ask("check fd00::2/64@eth0")).startsWith(refused.formatted("fd00::2"));
    assertThat(sentinel.ask("check " + ADDRESS)).isEqualTo("ok");
    assertThat(lan.has("h1", IP)).isFalse();
  }

  @Test
  void anotherHostThatTakesTheAddressIsReportedAndAnswered() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 60_000, 0, ADDRESS);
    await(
        "h3 knows h1",
        () -> {
          lan.talk("h3", IP);
          return lan.neighbour("h3", IP).equals(lan.mac("h1"));
        });
    SentinelProcess intruder = sentinel("h2");

    assertThat(intruder.hold("web", 9, 1_000, 0, ADDRESS)).isEqualTo("ok");

    sentinel.await("event conflict web 1 10.0.0.50 " + lan.mac("h2"));
    intruder.await("event dropped web 9");
    await("h3 knows h1 again", () -> lan.neighbour("h3", IP).equals(lan.mac("h1")));
  }

  @Test
  void theServerIsKilledAndTheAddressIsGoneAtOnce() throws Exception {
    List<Duration> late = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      String parent = lan.bash("h1", "sleep 1000 > /dev/null & echo $!").strip();
      SentinelProcess sentinel = sentinel("h1", "--parent", parent);
      Lines kernel = addressNews("h1");
      sentinel.hold("web", 1, 60_000, 0, ADDRESS);

      String killed = lan.bash("h1", "date +%s%N; kill -9 " + parent).strip();

      Instant when = Instant.EPOCH.plusNanos(Long.parseLong(killed));
      late.add(Duration.between(when, removal(kernel)));
      assertThat(sentinel.awaitExit()).isZero();
    }
    Collections.sort(late);
    assertThat(late.get(TRIES / 2)).as("%s", late).isLessThanOrEqualTo(Duration.ofMillis(20));
    assertThat(late.get(TRIES - 1)).as("%s", late).isLessThan(WORST);
  }

  @Test
  void theSentinelIsKilledAndTheKernelDropsTheAddress() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    Lines kernel = addressNews("h1");
    sentinel.hold("web", 1, 60_000, 0, ADDRESS);

    Instant killed = Instant.now();
    sentinel.signal("KILL");

    assertThat(Duration.between(killed, removal(kernel))).isLessThan(LIFETIME);
  }

  @Test
  void aNewSentinelTakesOverWhatADeadOneLeft() throws Exception {
    SentinelProcess dead = sentinel("h1");
    SentinelProcess next = sentinel("h1");
    dead.hold("web", 1, 60_000, 0, ADDRESS);
    dead.signal("KILL");

    assertThat(next.hold("web", 2, 60_000, 0, ADDRESS)).isEqualTo("ok");

    long end = System.nanoTime() + LIFETIME.toNanos();
    while (end - System.nanoTime() > 0) {
      assertThat(lan.has("h1", IP)).isTrue();
    }
  }

  @Test
  void aStalledSentinelDropsBeforeItReadsWhatCameMeanwhile() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 1_500, 0, ADDRESS);
    sentinel.signal("STOP");
    await("all threads have stopped", () -> !sentinel.threadStates().matches("(?s).*[^T\\s].*"));
    long deadline = System.nanoTime() + Duration.ofMillis(1_600).toNanos();
    sentinel.send("renew late web 1 " + deadline + "\n");
    await("the renewal is too old", () -> System.nanoTime() - deadline > 0);
    sentinel.signal("CONT");

    sentinel.await("event dropped web 1");
    sentinel.await("error late deadline");
    assertThat(lan.has("h1", IP)).isFalse();
  }

  @Test
  void stdinEndsOrTermComesAndTheAddressIsReleased() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 60_000, 0, ADDRESS);
    sentinel.closeStdin();
    sentinel.await("event dropped web 1 the server has closed its end");
    assertThat(sentinel.awaitExit()).isZero();
    assertThat(lan.has("h1", IP)).isFalse();

    SentinelProcess second = sentinel("h1");
    second.hold("web", 1, 60_000, 0, ADDRESS);
    second.signal("TERM");
    second.await("event dropped web 1 the sentinel was told to end");
    assertThat(second.awaitExit()).isZero();
    assertThat(lan.has("h1", IP)).isFalse();
  }

  /** As a terminal does, and a service manager that stops the server. */
  @Test
  void aServerWhoseWholeGroupIsAskedToEndGoesFirst() throws Exception {
    String server = lan.bash("h1", "sleep 1000 > /dev/null & echo $!").strip();
    SentinelProcess sentinel = sentinel("h1", "--parent", server);
    sentinel.hold("web", 1, 60_000, 0, ADDRESS);

    for (String signal : List.of("TERM", "INT", "HUP")) {
      sentinel.signal(signal);
      assertThat(sentinel.ask("status")).isEqualTo("ok web:1:" + ADDRESS);
      assertThat(lan.has("h1", IP)).isTrue();
    }

    sentinel.closeStdin();
    assertThat(sentinel.awaitExit()).isZero();
    assertThat(lan.has("h1", IP)).isFalse();
  }

  @Test
  void anotherNameOfADeviceIsRefused() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    lan.bash("h1", "ip link property add dev eth0 altname uplink");

    assertThat(sentinel.hold("web", 1, 60_000, 0, IP + "/24@uplink"))
        .startsWith("error device " + IP + "/24@uplink: uplink is another name of device eth0");
    assertThat(lan.has("h1", IP)).isFalse();
  }

  @Test
  void anAddressThatAnOperatorRemovesIsPutBack() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 60_000, 0, ADDRESS);

    lan.run("h1", "ip", "addr", "del", "10.0.0.50/24", "dev", "eth0");

    sentinel.await("event lost web 1 10.0.0.50");
    await("it is back", () -> lan.has("h1", IP));
  }

  @Test
  void aDeviceThatWasDownIsHeardAndToldAgain() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 60_000, 0, ADDRESS);
    lan.bash("h1", "ip link set eth0 down; ip link set eth0 up");
    Lines frames = frames("h3");
    lan.bash("h1", "ip link set eth0 down; ip link set eth0 up");
    frames.await("^REQUEST 10.0.0.50 " + lan.mac("h1"));

    await(
        "a conflict is heard",
        () -> {
          lan.bash("h2", "ip addr add 10.0.0.50/24 dev eth0; echo x > /dev/udp/10.0.0.3/9");
          lan.run("h2", "ip", "neigh", "flush", "all");
          return sentinel.ask("check 10.0.0.2/24@eth0").startsWith("error conflict");
        });
  }

  @Test
  void whatIsWrongIsRefusedAndWhatIsHeldStays() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.hold("web", 1, 60_000, 0, ADDRESS);
    lan.bash("h1", "ip link add v0 type veth peer name v1");

    assertThat(sentinel.hold("db", 1, 60_000, 0, "10.0.0.60/24@eth7"))
        .startsWith("error device 10.0.0.60/24@eth7: there is no device eth7; there are eth0, lo");
    assertThat(sentinel.hold("db", 1, 60_000, 0, "10.0.0.60/24@v0"))
        .startsWith("error device 10.0.0.60/24@v0: device v0 is down");
    assertThat(sentinel.hold("db", 1, 60_000, 0, "10.0.0.60/24@lo"))
        .startsWith("error device 10.0.0.60/24@lo: device lo has no ARP");
    assertThat(sentinel.hold("db", 1, 60_000, 0, "10.0.0.60/24@eth0 10.0.0.61/24@eth7"))
        .startsWith("error device");
    assertThat(sentinel.hold("db", 1, 60_000, 0, "10.0.0.1/24@eth0"))
        .startsWith("error address 10.0.0.1 is configured on this host already");
    assertThat(sentinel.hold("db", 1, 60_000, 0, ADDRESS))
        .startsWith("error address 10.0.0.50/24@eth0 belongs to service web");
    sentinel.send("x".repeat(1 << 20) + "\nfoo bar\n\u0000\u00ff\n");
    sentinel.await("^error - usage the line is longer than 65536 bytes");
    sentinel.await("^error bar usage unknown command 'foo'");
    sentinel.await("^error - usage unknown command");

    assertThat(sentinel.ask("status")).isEqualTo("ok web:1:10.0.0.50/24@eth0");
    assertThat(lan.has("h1", IP)).isTrue();
    assertThat(lan.has("h1", "10.0.0.60")).isFalse();
  }

  @Test
  void withoutPrivilegeItSaysSo() throws Exception {
    SentinelProcess sentinel =
        SentinelProcess.start(lan, "h1", List.of("setpriv", "--bounding-set=-all"));
    open.add(sentinel);

    assertThat(sentinel.greeting()).contains("unable 6 ").contains("CAP_NET_ADMIN");
    assertThat(sentinel.hold("web", 1, 60_000, 0, ADDRESS)).startsWith("error privilege");
    assertThat(lan.has("h1", IP)).isFalse();
  }

  @Test
  void aHundredAddressesAreTakenAndLetGoOf() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    StringBuilder addresses = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      addresses.append(i == 0 ? "" : " ").append("10.0.1.").append(i + 1).append("/16@eth0");
    }
    assertThat(sentinel.hold("web", 1, 60_000, 1, addresses.toString())).isEqualTo("ok");
    assertThat(lan.run("h1", "ip", "-o", "addr").lines().filter(l -> l.contains("10.0.1.")))
        .hasSize(100);

    assertThat(sentinel.ask("release web 1")).isEqualTo("ok");
    assertThat(lan.run("h1", "ip", "-o", "addr")).doesNotContain("10.0.1.");
  }

  /** Listens to the kernel's own news on a host's addresses. */
  private Lines addressNews(String host) throws Exception {
    Process monitor =
        lan.start(host, List.of("ip", "-ts", "-o", "monitor", "address"), Redirect.INHERIT);
    open.add(monitor::destroyForcibly);
    Lines lines = new Lines("kernel of " + host, monitor.getInputStream());
    // It says nothing when it is ready: show it something until it speaks.
    await(
        "the monitor listens",
        () -> {
          lan.bash(host, "ip addr add 10.9.9.9/32 dev lo; ip addr del 10.9.9.9/32 dev lo");
          return lines.hasAny();
        });
    return lines;
  }

  private static Instant removal(Lines kernel) throws InterruptedException {
    String line = kernel.await("\\] Deleted .*eth0.* 10\\.0\\.0\\.50/").text();
    String stamp = line.substring(line.indexOf('[') + 1, line.indexOf(']'));
    return LocalDateTime.parse(stamp).toInstant(ZoneOffset.UTC);
  }
}
