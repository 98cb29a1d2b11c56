package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.batonha.sentinel.lan.DatagramDump;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.batonha.sentinel.lan.SilentServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the peers' hosts hear when a server is dead, or its sentinel lets go otherwise. */
@Timeout(120)
class LastWordIT extends LanTest {
  private static final String DEAD = "dead01";
  private static final String LET_GO = "1e7902";
  private static final String TELL =
      "tell lan 10.0.0.1 %s %s 10.0.0.2:7600 10.0.0.3:7600".formatted(DEAD, LET_GO);

  private static final int TRIES = 5;
  private static final Duration WORST = Duration.ofMillis(500);

  /** A sentinel that is younger than an address lives does not know what was here before it. */
  private void awaitAge(SentinelProcess sentinel) throws Exception {
    long born = System.nanoTime();
    await("it is old enough", () -> System.nanoTime() - born > 2_100_000_000L);
    assertThat(sentinel.ask("status")).startsWith("ok");
  }

  private Lines listener(String host) throws Exception {
    Lines lines = java(host, DatagramDump.class);
    lines.await("listening");
    return lines;
  }

  @Test
  void aDeadServersAddressIsGoneWhenItsPeersHearOfItAndThatIsSoon() throws Exception {
    Lines second = listener("h2");
    Lines third = listener("h3");
    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      java("h1", SilentServer.class).await("listening");
      String pid = lan.bash("h1", "ss -Hltnp sport = 7000 | grep -o 'pid=[0-9]*' | cut -c5-");
      pid = pid.lines().findFirst().orElseThrow();
      SentinelProcess sentinel = sentinel("h1", "--parent", pid);
      sentinel.hold("web", 1, 60_000, 0, ADDRESS);
      assertThat(sentinel.ask(TELL)).isEqualTo("ok");
      awaitAge(sentinel);
      String killed = lan.bash("h1", "date +%s%N; kill -9 " + pid).strip();

      Lines.Line word = second.await("^from 10.0.0.1 " + DEAD);
      assertThat(lan.has("h1", IP)).isFalse();
      Instant heard = Instant.now().minusNanos(System.nanoTime() - word.nanoTime());
      took.add(Duration.between(Instant.EPOCH.plusNanos(Long.parseLong(killed)), heard));
      second.await("^from 10.0.0.1 " + DEAD);
      second.await("^from 10.0.0.1 " + DEAD);
      for (int again = 0; again < 3; again++) {
        third.await("^from 10.0.0.1 " + DEAD);
      }
      assertThat(sentinel.awaitExit()).isZero();
    }
    Collections.sort(took);
    // The best of them: on a busy machine a scheduler decides the others.
    assertThat(took.get(0)).as("%s", took).isLessThanOrEqualTo(Duration.ofMillis(40));
    assertThat(took.get(TRIES - 1)).as("%s", took).isLessThan(WORST);
  }

  @Test
  void aSentinelThatEndsWhileTheServerLivesSaysOnlyThatItLetGo() throws Exception {
    Lines second = listener("h2");
    String parent = lan.bash("h1", "sleep 1000 > /dev/null & echo $!").strip();
    for (List<String> arguments : List.of(List.of("--parent", parent), List.<String>of())) {
      SentinelProcess sentinel = sentinel("h1", arguments.toArray(String[]::new));
      sentinel.hold("web", 1, 60_000, 0, ADDRESS);
      assertThat(sentinel.ask(TELL)).isEqualTo("ok");
      awaitAge(sentinel);
      if (arguments.isEmpty()) {
        sentinel.signal("TERM");
      } else {
        sentinel.closeStdin();
      }
      for (int again = 0; again < 3; again++) {
        assertThat(second.await("^from").text()).isEqualTo("from 10.0.0.1 " + LET_GO);
      }
      assertThat(sentinel.awaitExit()).isZero();
    }
    assertThat(second.hasAny()).isFalse();
  }

  @Test
  void aSentinelThatHasJustStartedSaysNothing() throws Exception {
    Lines second = listener("h2");
    String parent = lan.bash("h1", "sleep 1000 > /dev/null & echo $!").strip();
    SentinelProcess sentinel = sentinel("h1", "--parent", parent);
    assertThat(sentinel.ask(TELL)).isEqualTo("ok");

    lan.bash("h1", "kill -9 " + parent);
    assertThat(sentinel.awaitExit()).isZero();

    lan.bash("h1", "echo after > /dev/udp/10.0.0.2/7600");
    assertThat(second.await("^from").text()).doesNotContain(DEAD).doesNotContain(LET_GO);
  }

  @Test
  void whatIsToBeToldIsReplacedAndTakenBack() throws Exception {
    Lines second = listener("h2");
    SentinelProcess sentinel = sentinel("h1");
    assertThat(sentinel.ask(TELL)).isEqualTo("ok");
    assertThat(sentinel.ask("tell lan 10.0.0.1 aa bb 10.0.0.2:7600")).isEqualTo("ok");
    assertThat(sentinel.ask("tell hb 10.0.0.1 cc dd 10.0.0.2:7600")).isEqualTo("ok");
    assertThat(sentinel.ask("tell hb 10.0.0.1 cc dd")).isEqualTo("ok");
    assertThat(sentinel.ask("tell hb 10.0.0.77 cc dd 10.0.0.2:7600"))
        .startsWith("error address nothing can be sent from 10.0.0.77");
    for (int i = 1; i < 16; i++) {
      assertThat(sentinel.ask("tell l" + i + " 10.0.0.1 cc dd 10.0.0.99:1")).isEqualTo("ok");
    }
    assertThat(sentinel.ask("tell l16 10.0.0.1 cc dd 10.0.0.99:1")).startsWith("error system");
    awaitAge(sentinel);

    sentinel.closeStdin();

    for (int again = 0; again < 3; again++) {
      assertThat(second.await("^from").text()).isEqualTo("from 10.0.0.1 bb");
    }
    assertThat(sentinel.awaitExit()).isZero();
    assertThat(second.hasAny()).isFalse();
  }
}
