package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.batonha.sentinel.lan.SilentServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An address that takes its hardware address along: no cache has to change. */
@Timeout(120)
class VirtualMacIT extends LanTest {
  private static final String MAC = "02:ba:0a:00:00:32";
  private static final String IP6 = "fd00::50";
  private static final String BOTH = ADDRESS + " " + IP6 + "/64@eth0";
  private static final int MOVES = 4;

  private boolean canConnect(String ip) throws Exception {
    String line = "timeout 1 bash -c 'exec 3<>/dev/tcp/%s/7000 && echo yes' 2>&1".formatted(ip);
    return lan.bash("h3", line).contains("yes");
  }

  @Test
  void theClientsNeighbourEntryNeverChangesThoughTheAddressMoves() throws Exception {
    for (int i = 1; i <= 3; i++) {
      lan.bash("h" + i, "ip addr add fd00::%d/64 dev eth0 nodad".formatted(i));
    }
    java("h1", SilentServer.class).await("listening");
    java("h2", SilentServer.class).await("listening");
    List<SentinelProcess> sentinels = List.of(sentinel("h1"), sentinel("h2"));
    for (SentinelProcess sentinel : sentinels) {
      sentinel.ask("configure web vmac=true");
    }
    assertThat(sentinels.get(0).hold("web", 1, 60_000, 0, BOTH)).isEqualTo("ok");
    await("it answers", () -> canConnect(IP)); // a new device's queue is opened a moment later
    await("it answers by IPv6", () -> canConnect(IP6));
    String mac6 = lan.neighbour("h3", IP6);
    assertThat(lan.neighbour("h3", IP)).isEqualTo(MAC);
    assertThat(mac6).startsWith("02:bb:");
    assertThat(sentinels.get(0).ask("status web")).contains(" mac=" + MAC + " ");
    Process monitor =
        lan.start("h3", List.of("ip", "monitor", "neigh", "dev", "eth0"), Redirect.INHERIT);
    open.add(monitor::destroyForcibly);
    Lines changes = lines("neighbours of h3", monitor);

    for (int move = 0; move < MOVES; move++) {
      SentinelProcess from = sentinels.get(move % 2);
      SentinelProcess to = sentinels.get((move + 1) % 2);
      assertThat(from.ask("release web " + (move + 1))).isEqualTo("ok");
      assertThat(to.hold("web", move + 2, 60_000, 0, BOTH)).isEqualTo("ok");

      await("it answers from the other host", () -> canConnect(IP));
      await("it answers from the other host by IPv6", () -> canConnect(IP6));
      assertThat(lan.neighbour("h3", IP)).isEqualTo(MAC);
      assertThat(lan.neighbour("h3", IP6)).isEqualTo(mac6);
    }
    lan.run("h3", "ip", "neigh", "replace", "10.0.0.99", "lladdr", MAC, "dev", "eth0");
    while (true) {
      String change = changes.await("lladdr|FAILED|10.0.0.99").text();
      if (change.contains("10.0.0.99")) {
        break;
      }
      if (change.startsWith(IP + " ")) {
        assertThat(change).contains(MAC);
      } else if (change.startsWith(IP6 + " ")) {
        assertThat(change).contains(mac6);
      }
    }
  }

  @Test
  void nothingIsLeftOfItWhenItIsReleasedOrItsSentinelWasKilled() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.ask("configure web vmac=true");
    assertThat(sentinel.hold("web", 1, 60_000, 0, BOTH)).isEqualTo("ok");
    assertThat(links()).contains("bvba0a000032");
    assertThat(lan.run("h1", "cat", "/proc/sys/net/ipv6/conf/bvba0a000032/accept_ra"))
        .startsWith("0");
    assertThat(sentinel.ask("release web 1")).isEqualTo("ok");
    assertThat(links()).doesNotContain(" bv");

    assertThat(sentinel.hold("web", 2, 60_000, 0, BOTH)).isEqualTo("ok");
    sentinel.signal("KILL");
    sentinel.awaitExit();
    SentinelProcess next = sentinel("h1");
    next.ask("configure web vmac=true");
    assertThat(next.hold("web", 3, 60_000, 0, BOTH)).isEqualTo("ok");
    assertThat(next.ask("release web 3")).isEqualTo("ok");
    assertThat(links()).doesNotContain(" bv");
  }

  @Test
  void itsDeviceGoesWhenNobodyTakesAgainWhatAKilledSentinelHeld() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.ask("configure web vmac=true");
    assertThat(sentinel.hold("web", 1, 60_000, 0, BOTH)).isEqualTo("ok");
    lan.bash("h1", "ip addr add 10.9.9.9/32 dev bvba0a000032"); // as a router's prefix would be
    sentinel.signal("KILL");
    sentinel.awaitExit();

    sentinel("h1");

    await("its device is gone", () -> !links().contains(" bv"));
  }

  @Test
  void whoGaveItAwayHearsThatTheOtherHasIt() throws Exception {
    SentinelProcess one = sentinel("h1");
    SentinelProcess other = sentinel("h2");
    one.ask("configure web vmac=true");
    other.ask("configure web vmac=true");
    assertThat(one.hold("web", 1, 60_000, 1, ADDRESS)).isEqualTo("ok");
    assertThat(other.hold("web", 2, 60_000, 1, ADDRESS)).contains("conflict");
    assertThat(one.ask("release web 1")).isEqualTo("ok");
    assertThat(other.hold("web", 3, 60_000, 1, ADDRESS)).isEqualTo("ok");

    assertThat(one.hold("web", 4, 60_000, 1, ADDRESS)).contains("conflict");
  }

  private String links() throws Exception {
    return lan.run("h1", "ip", "-o", "link");
  }
}
