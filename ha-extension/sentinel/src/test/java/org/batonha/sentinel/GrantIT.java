package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How soon another host hears of an address after its taking was ordered, without probes. */
@Timeout(120)
class GrantIT extends LanTest {
  private static final int TAKINGS = 20;
  private static final Duration LIMIT = Duration.ofMillis(5);

  @Test
  void anotherHostHearsOfATakenAddressWithinFiveMilliseconds() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    sentinel.ask("check " + ADDRESS); // as the engine does when a service is configured
    Lines frames = frames("h3");
    lan.talk("h2", "10.0.0.3"); // who listens has loaded what it needs for the first frame
    frames.await("^REQUEST 10.0.0.2 .* for 10.0.0.3");
    List<Duration> took = new ArrayList<>();
    String mac = lan.mac("h1");
    for (int epoch = 1; epoch <= TAKINGS; epoch++) {
      String ip = "10.0.0." + (100 + epoch); // another each time: what is heard is of this taking
      long ordered = System.nanoTime();
      assertThat(sentinel.hold("web", epoch, 60_000, 0, ip + "/24@eth0")).isEqualTo("ok");
      Lines.Line heard = frames.await("^REQUEST %s %s for %s".formatted(ip, mac, ip));
      took.add(Duration.ofNanos(heard.nanoTime() - ordered));
      assertThat(sentinel.ask("release web " + epoch)).isEqualTo("ok");
    }
    Duration first = took.get(0);
    Collections.sort(took);
    System.out.printf(
        "order to announcement heard by another host, %d times: first %.1f ms, median %.1f, worst"
            + " %.1f%n",
        TAKINGS, millis(first), millis(took.get(TAKINGS / 2)), millis(took.get(TAKINGS - 1)));
    // The median: on a busy machine a scheduler decides the others.
    assertThat(took.get(TAKINGS / 2)).as("%s", took).isLessThanOrEqualTo(LIMIT);
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
