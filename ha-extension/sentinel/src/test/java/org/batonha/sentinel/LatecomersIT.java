package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.batonha.sentinel.lan.LateCaller;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.batonha.sentinel.lan.SilentServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sees that connects to an address in the moment when nobody has it. */
@Timeout(120)
class LatecomersIT extends LanTest {
  private static final String IP6 = "fd00::50";

  /** After which TCP sends again what was not answered. */
  private static final long SENT_AGAIN_MILLIS = 1_000;

  @Test
  void itIsSentOnToTheNewHolderAndNeedNotTryAgain() throws Exception {
    assertThat(connected(IP, ADDRESS)).isLessThan(SENT_AGAIN_MILLIS);
  }

  @Test
  void overIpv6Too() throws Exception {
    lan.bash("h3", "ip addr add fd00::3/64 dev eth0 nodad");

    assertThat(connected(IP6, IP6 + "/64@eth0")).isLessThan(SENT_AGAIN_MILLIS);
  }

  @Test
  void anAddressMayComeBackAndGoAgainMeanwhile() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    for (int epoch = 1; epoch <= 5; epoch++) {
      assertThat(sentinel.hold("web", epoch, 60_000, 0, ADDRESS)).isEqualTo("ok");
      assertThat(sentinel.ask("release web " + epoch)).isEqualTo("ok");
    }
    String hearing = "awk '$4 == \"0003\"' /proc/net/packet | wc -l";
    assertThat(lan.bash("h1", hearing).strip()).as("for ARP, and for late ones").isEqualTo("2");
    await("nobody is expected", () -> lan.bash("h1", hearing).strip().equals("1"));
    String threads = "cat /proc/%s/task/*/comm".formatted(sentinel.pid());
    assertThat(lan.bash("h1", threads)).containsOnlyOnce("latecomers");

    assertThat(sentinel.hold("web", 6, 60_000, 0, ADDRESS)).isEqualTo("ok");
  }

  @Test
  void alsoWhenTheServerHasDied() throws Exception {
    for (String host : new String[] {"h1", "h2"}) {
      java(host, SilentServer.class).await("listening");
    }
    SentinelProcess from = sentinel("h1");
    SentinelProcess to = sentinel("h2");
    assertThat(to.ask("check " + ADDRESS)).isEqualTo("ok");
    assertThat(from.hold("web", 1, 60_000, 0, ADDRESS)).isEqualTo("ok");
    Process process = startJava("h3", LateCaller.class, IP);
    Lines caller = lines("caller", process);
    caller.await("ready");

    from.closeStdin();
    await("the address is gone", () -> !lan.has("h1", IP));
    process.getOutputStream().write("\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    await("it calls", () -> lan.bash("h3", "ss -Htn state syn-sent").contains(IP));
    assertThat(to.hold("web", 2, 60_000, 0, ADDRESS)).isEqualTo("ok");

    assertThat(millis(caller)).isLessThan(SENT_AGAIN_MILLIS);
    assertThat(from.awaitExit()).isZero();
  }

  /** Returns after how many milliseconds a client was connected that came in between. */
  private long connected(String ip, String address) throws Exception {
    for (String host : new String[] {"h1", "h2"}) {
      java(host, SilentServer.class).await("listening");
    }
    SentinelProcess from = sentinel("h1");
    SentinelProcess to = sentinel("h2");
    assertThat(to.ask("check " + address)).as("the next holder is prepared").isEqualTo("ok");
    assertThat(from.hold("web", 1, 60_000, 0, address)).isEqualTo("ok");
    Process process = startJava("h3", LateCaller.class, ip);
    Lines caller = lines("caller", process);
    caller.await("ready");

    assertThat(from.ask("shut web 1")).isEqualTo("ok");
    process.getOutputStream().write("\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    await("it calls", () -> lan.bash("h3", "ss -Htn state syn-sent").contains(ip));
    assertThat(from.ask("release web 1")).isEqualTo("ok");
    assertThat(to.hold("web", 2, 60_000, 0, address)).isEqualTo("ok");

    return millis(caller);
  }

  private static long millis(Lines caller) throws InterruptedException {
    return Long.parseLong(caller.await("connected").text().split(" ")[1]);
  }
}
