package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others do to an address or its device, and that all of a service's addresses are one. */
@Timeout(120)
class WatchingIT extends LanTest {
  private static final String ON_ETH1 = "10.1.0.50/24@eth1";
  private static final String IP6 = "fd00::50/64@eth0";

  private SentinelProcess sentinel;

  /** A host with two devices. */
  private void start() throws Exception {
    lan.bash(
        "h1",
        "ip link add eth1 type veth peer name far; ip link set far up; ip link set eth1 up;"
            + " ip addr add 10.1.0.1/24 dev eth1");
    sentinel = sentinel("h1");
  }

  private boolean has(String ip) throws Exception {
    return lan.run("h1", "ip", "-o", "addr").contains(" " + ip + "/");
  }

  private void assertNoneIsHere() throws Exception {
    assertThat(has(IP)).as(IP).isFalse();
    assertThat(has("10.1.0.50")).as("10.1.0.50").isFalse();
    assertThat(has("fd00::50")).as("fd00::50").isFalse();
  }

  private String hold(long epoch, int probes) throws Exception {
    return sentinel.hold("web", epoch, 60_000, probes, ADDRESS + " " + ON_ETH1 + " " + IP6);
  }

  @Test
  void whenOneCanNotBeTakenNoneIsKeptAndTheReasonNamesIt() throws Exception {
    start();
    lan.run("h2", "ip", "addr", "add", "fd00::50/64", "dev", "eth0", "nodad");
    assertThat(hold(1, 2))
        .startsWith("error conflict fd00::50 on eth0 is held by " + lan.mac("h2") + ": ");
    assertNoneIsHere();
    lan.run("h2", "ip", "addr", "del", "fd00::50/64", "dev", "eth0");

    lan.run("h1", "ip", "addr", "add", "10.1.0.50/32", "dev", "lo");
    assertThat(hold(2, 2))
        .startsWith("error address 10.1.0.50 is configured on this host already (10.1.0.50/32");
    assertThat(has(IP)).isFalse();
    lan.run("h1", "ip", "addr", "del", "10.1.0.50/32", "dev", "lo");

    lan.bash("h1", "ip link set eth1 down");
    assertThat(hold(3, 0)).startsWith("error device 10.1.0.50/24@eth1: device eth1 is down");
    assertNoneIsHere();
    lan.bash("h1", "ip link set eth1 up");

    lan.bash("h1", "echo 1 > /proc/sys/net/ipv6/conf/eth0/disable_ipv6");
    assertThat(hold(4, 0)).startsWith("error ").contains("could not add fd00::50/64@eth0");
    assertNoneIsHere();
    lan.bash("h1", "echo 0 > /proc/sys/net/ipv6/conf/eth0/disable_ipv6");

    assertThat(hold(5, 2)).isEqualTo("ok");
    assertThat(has(IP) && has("10.1.0.50") && has("fd00::50")).isTrue();
  }

  @Test
  void aLostCarrierIsToldAndGivesAllUpIfSoConfigured() throws Exception {
    start();
    assertThat(hold(1, 0)).isEqualTo("ok");
    lan.bash("h1", "ip link set far down");
    sentinel.await("^event carrier eth1 down$");
    assertThat(sentinel.ask("status web")).contains("10.1.0.50/24@eth1 ").contains(" carrier=down");
    assertThat(has("10.1.0.50")).isTrue();
    lan.bash("h1", "ip link set far up");
    sentinel.await("^event carrier eth1 up$");

    assertThat(sentinel.ask("configure web on-carrier-loss=yield")).isEqualTo("ok");
    lan.bash("h1", "ip link set far down");
    sentinel.await("^event yielded web 1 carrier eth1 has lost its carrier$");
    assertNoneIsHere();
    assertThat(hold(2, 0)).startsWith("error device eth1 has no carrier");
    lan.bash("h1", "ip link set far up");
    sentinel.await("^event carrier eth1 up$");
    assertThat(hold(3, 0)).isEqualTo("ok");
  }

  @Test
  void anAddressThatGoesWithThePrimaryOneOfItsNetworkIsPutBackAndTold() throws Exception {
    sentinel = sentinel("h1");
    lan.bash("h1", "echo 0 > /proc/sys/net/ipv4/conf/eth0/promote_secondaries");
    lan.bash("h1", "echo 0 > /proc/sys/net/ipv4/conf/all/promote_secondaries");
    assertThat(sentinel.hold("web", 1, 60_000, 0, "10.9.0.50/24@eth0")).isEqualTo("ok");
    assertThat(sentinel.hold("db", 1, 60_000, 0, "10.9.0.51/24@eth0")).isEqualTo("ok");
    Lines frames = frames("h3");
    for (int i = 0; i < 6; i++) {
      frames.await("^REPLY 10.9.0.51 "); // the last of the growing intervals but one
    }

    assertThat(sentinel.ask("release web 1")).isEqualTo("ok");

    long released = System.nanoTime();
    Lines.Line told = frames.await("^REQUEST 10.9.0.51 " + lan.mac("h1") + " for 10.9.0.51");
    assertThat(Duration.ofNanos(told.nanoTime() - released)).isLessThan(Duration.ofSeconds(2));
    assertThat(has("10.9.0.51")).isTrue();
    assertThat(has("10.9.0.50")).isFalse();
  }

  @Test
  void aRemovedAddressGivesAllUpIfSoConfigured() throws Exception {
    start();
    sentinel.ask("configure web on-removal=yield");
    assertThat(hold(1, 0)).isEqualTo("ok");

    lan.run("h1", "ip", "addr", "del", "10.1.0.50/24", "dev", "eth1");

    sentinel.await("^event lost web 1 10.1.0.50$");
    sentinel.await("^event yielded web 1 removal somebody removed 10.1.0.50/24@eth1$");
    assertNoneIsHere();
  }

  @Test
  void anAddressThatAnotherHostClaimsGivesAllUpIfSoConfigured() throws Exception {
    start();
    sentinel.ask("configure web on-conflict=yield");
    assertThat(hold(1, 0)).isEqualTo("ok");
    SentinelProcess intruder = sentinel("h2");

    assertThat(intruder.hold("web", 9, 60_000, 0, IP6)).isEqualTo("ok");

    sentinel.await("^event conflict web 1 fd00::50 " + lan.mac("h2") + " -?[0-9]+$");
    sentinel.await("^event yielded web 1 conflict fd00::50/64@eth0 is claimed by");
    assertNoneIsHere();
  }

  @Test
  void aDeviceThatIsGoneForGoodGivesAllUp() throws Exception {
    start();
    assertThat(hold(1, 0)).isEqualTo("ok");

    lan.run("h1", "ip", "link", "del", "eth1");

    sentinel.await("^event carrier eth1 down$");
    sentinel.await("^event yielded web 1 device 10.1.0.50/24@eth1 could not be put back$");
    assertNoneIsHere();
  }

  @Test
  void aNetworkThatIsPluggedInAgainIsTold() throws Exception {
    sentinel = sentinel("h1");
    assertThat(sentinel.hold("web", 1, 60_000, 0, ADDRESS)).isEqualTo("ok");
    lan.onSwitch("ip link set port1 down");
    sentinel.await("^event carrier eth0 down$");
    Lines frames = frames("h3");

    lan.onSwitch("ip link set port1 up");

    sentinel.await("^event carrier eth0 up$");
    frames.await("^REQUEST 10.0.0.50 " + lan.mac("h1"));
  }
}
