package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.lan.SentinelProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is written to it: an error, no crash, and no address moves. */
@Timeout(120)
class RogueIT extends LanTest {
  private static final String OTHER = "10.0.0.60/24@eth0";

  private SentinelProcess holding() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    assertThat(sentinel.hold("web", 1, 60_000, 0, ADDRESS)).isEqualTo("ok");
    return sentinel;
  }

  private void assertAllAsBefore(SentinelProcess sentinel) throws Exception {
    assertThat(sentinel.ask("status")).isEqualTo("ok web:1:" + ADDRESS);
    assertThat(lan.has("h1", IP)).isTrue();
    assertThat(lan.has("h1", "10.0.0.60")).isFalse();
  }

  @Test
  void badLinesAndLinesOfAMegabyte() throws Exception {
    SentinelProcess sentinel = holding();

    sentinel.send("hold x web 2 nonsense 0 " + OTHER + "\n");
    sentinel.await("^error x usage the deadline is 'nonsense'");
    sentinel.send(
        "hold y web 2 " + System.nanoTime() + " 0 " + (OTHER + " ").repeat(50_000) + "\n");
    sentinel.await("^error - usage the line is longer than 65536 bytes: discarded");
    sentinel.send("\u0000\u0001 release web 1\nrelease  web 1\nRELEASE z web 1\n\n");
    for (int i = 0; i < 4; i++) {
      sentinel.await("^error [-a-z]+ usage ");
    }
    assertAllAsBefore(sentinel);
  }

  @Test
  void halfLines() throws Exception {
    SentinelProcess sentinel = holding();

    sentinel.send("release h we");
    sentinel.send("b\n");
    sentinel.await("^error h usage too few words: release TAG SERVICE EPOCH");
    sentinel.send("ren");
    sentinel.send("ew i web 1 ");
    sentinel.send((System.nanoTime() + 60_000_000_000L) + "\n");
    sentinel.await("^ok i");
    assertAllAsBefore(sentinel);
  }

  @Test
  void aFlood() throws Exception {
    SentinelProcess sentinel = holding();
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      many.append(" 10.%d.%d.%d/8@eth0".formatted(1 + i / 62_500, i / 250 % 250, i % 250 + 1));
    }
    String line = "check c" + many + "\n";
    for (int i = 0; i < 200; i++) {
      sentinel.send(line);
    }
    for (int i = 0; i < 1_000; i++) {
      sentinel.send("status s web\nstatus t nobody\nhold u db 1 1 0 " + OTHER + "\n");
    }
    assertAllAsBefore(sentinel);
    assertThat(sentinel.ask("release web 1")).isEqualTo("ok");
    assertThat(lan.has("h1", IP)).isFalse();
  }

  @Test
  void aPipeThatIsClosedInTheMiddleOfALine() throws Exception {
    SentinelProcess sentinel = holding();
    sentinel.send("hold x db 1 " + (System.nanoTime() + 60_000_000_000L) + " 0 " + OTHER);
    sentinel.closeStdin();

    sentinel.await("^error - usage the last line has no end: discarded");
    sentinel.await("^event dropped web 1 the server has closed its end");
    assertThat(sentinel.awaitExit()).isZero();
    assertThat(lan.has("h1", IP)).isFalse();
    assertThat(lan.has("h1", "10.0.0.60")).isFalse();
  }
}
