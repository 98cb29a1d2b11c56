package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of addresses at once, by the kernel's own lists and by what the network hears. */
@Timeout(180)
class ManyAddressesIT extends LanTest {
  /** Of taking and of releasing, each. */
  private static final Duration FOR_ONE = Duration.ofMillis(1);

  /** A machine that does other things beside may spoil some tries, not all. */
  private static final int TRIES = 5;

  private static final int SERVICES = 50;
  private static final int OF_ONE_SERVICE = 20;
  private static final Duration ALL_MOVED = Duration.ofSeconds(1);

  private static List<String> addresses(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(
            i ->
                i % 2 == 0
                    ? "10.7.%d.%d/8@eth0".formatted(i / 250, i % 250 + 1)
                    : "fd00::7:%x/64@eth0".formatted(i))
        .toList();
  }

  /** Returns which of the addresses are on a host, as the kernel says. */
  private Set<String> present(String host, List<String> addresses)
      throws IOException, InterruptedException {
    Set<String> there = new HashSet<>();
    for (String line : lan.run(host, "ip", "-o", "addr", "show", "dev", "eth0").split("\n")) {
      there.add(line.strip().split(" +")[3]);
    }
    return addresses.stream()
        .filter(address -> there.contains(address.substring(0, address.indexOf('@'))))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 1000})
  void areTakenAndReleasedInOneMillisecondEach(int count) throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    List<String> addresses = addresses(0, count);
    String words = String.join(" ", addresses);
    List<Duration> taken = new ArrayList<>();
    List<Duration> released = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      long began = System.nanoTime();
      assertThat(sentinel.hold("web", i, 60_000, 0, words)).isEqualTo("ok");
      taken.add(Duration.ofNanos(System.nanoTime() - began));
      assertThat(present("h1", addresses)).hasSize(count);

      began = System.nanoTime();
      assertThat(sentinel.ask("release web " + i)).isEqualTo("ok");
      released.add(Duration.ofNanos(System.nanoTime() - began));
      assertThat(present("h1", addresses)).isEmpty();
    }
    System.out.printf("%d addresses: taken %s, released %s%n", count, taken, released);
    assertThat(Collections.min(taken)).isLessThanOrEqualTo(FOR_ONE.multipliedBy(count));
    assertThat(Collections.min(released)).isLessThanOrEqualTo(FOR_ONE.multipliedBy(count));
  }

  @Test
  void whatIsProbedForIsProbedForAtOnce() throws Exception {
    SentinelProcess sentinel = sentinel("h1");
    List<String> addresses = addresses(0, 200);
    assertThat(sentinel.ask("configure web probe-interval=100 announce-wait=200")).isEqualTo("ok");

    long began = System.nanoTime();
    assertThat(sentinel.hold("web", 1, 60_000, 3, String.join(" ", addresses))).isEqualTo("ok");

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(400), Duration.ofMillis(400).plus(FOR_ONE.multipliedBy(200)));
    assertThat(present("h1", addresses)).hasSize(200);
  }

  @Test
  void aThousandInFiftyServicesMoveAtOnce() throws Exception {
    SentinelProcess first = sentinel("h1");
    SentinelProcess second = sentinel("h2");
    List<String> all = addresses(0, SERVICES * OF_ONE_SERVICE);
    // Else the first of them would be the primary one, and take the others with it when it goes.
    lan.run("h1", "ip", "addr", "add", "10.8.0.1/8", "dev", "eth0");
    lan.run("h2", "ip", "addr", "add", "10.8.0.2/8", "dev", "eth0");
    for (int i = 0; i < SERVICES; i++) {
      assertThat(first.hold("s" + i, 1, 60_000, 0, of(i))).isEqualTo("ok");
    }
    assertThat(present("h1", all)).hasSize(all.size());
    String mac = lan.mac("h2");
    Lines frames = frames("h3");

    long began = System.nanoTime();
    for (int i = 0; i < SERVICES; i++) {
      first.send("release r%d s%d 1\n".formatted(i, i));
    }
    for (int i = 0; i < SERVICES; i++) {
      first.await("^ok r" + i + "$");
      long deadline = began + Duration.ofMinutes(1).toNanos();
      second.send("hold t%d s%d 2 %d 0 %s\n".formatted(i, i, deadline, of(i)));
    }
    TreeMap<Long, String> heard = new TreeMap<>();
    Set<String> told = new HashSet<>();
    while (told.size() < all.size()) {
      Lines.Line line = frames.await("^(REQUEST|ADVERTISEMENT) .* " + mac);
      if (told.add(line.text().split(" ")[1]) && !line.text().contains(" fd00:0:0:0:0:0:0:2 ")) {
        heard.put(line.nanoTime(), line.text());
      }
    }

    Duration last = Duration.ofNanos(heard.lastKey() - began);
    System.out.printf("%d addresses moved: the last was told after %s%n", all.size(), last);
    assertThat(last).isLessThan(ALL_MOVED);
    assertThat(present("h1", all)).isEmpty();
    assertThat(present("h2", all)).hasSize(all.size());
  }

  private static String of(int service) {
    return String.join(" ", addresses(service * OF_ONE_SERVICE, OF_ONE_SERVICE));
  }
}
