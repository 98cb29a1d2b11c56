package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TicklesTest {
  private static final List<String> TWO =
      List.of("10.0.0.100:80>10.0.0.9:40000", "[fd00::50]:80>[fd00::9]:40001");

  private final List<byte[]> sent = new ArrayList<>();
  private final List<List<String>> tickled = new ArrayList<>();
  private final Tickles holder = new Tickles(sent::add, "web"::equals, (s, list) -> {});
  private final Tickles next =
      new Tickles(bytes -> {}, "web"::equals, (service, list) -> tickled.add(list));

  private void deliver() throws IOException {
    for (byte[] bytes : sent) {
      assertThat(Tickles.isOne(bytes, 0, bytes.length)).isTrue();
      next.received(bytes, 0, bytes.length);
    }
    sent.clear();
  }

  @Test
  void whoTakesOverTicklesTheLastHoldersNewestConnectionsOnce() throws IOException {
    holder.open("web", List.of("10.0.0.100:80>10.0.0.9:1"));
    holder.open("web", TWO);
    deliver();

    next.taken("web");
    next.taken("web");

    assertThat(tickled).containsExactly(TWO);
  }

  @Test
  void whereNoneAreOpenNobodyIsTickled() throws IOException {
    holder.open("web", TWO);
    holder.open("web", List.of());
    deliver();

    next.taken("web");
    next.taken("db");

    assertThat(tickled).isEmpty();
  }

  @Test
  void whatIsHeldIsSaidAgainAndWhatIsNotIsForgotten() throws IOException {
    holder.open("web", TWO);
    sent.clear();

    holder.again(service -> true);
    deliver();
    holder.again(service -> false);
    holder.again(service -> true);
    assertThat(sent).isEmpty();

    next.taken("web");
    assertThat(tickled).containsExactly(TWO);
  }

  @Test
  void aServiceThatIsNotConfiguredHereIsNotRemembered() throws IOException {
    holder.open("db", TWO);
    deliver();

    next.taken("db");

    assertThat(tickled).isEmpty();
  }

  @Test
  void manyAreToldInLinesThatTheSentinelReads() throws IOException {
    List<String> many =
        IntStream.range(0, 1_500).mapToObj(i -> "10.0.0.100:80>10.0.0.9:" + (i + 1)).toList();
    holder.open("web", many);
    deliver();

    next.taken("web");

    assertThat(tickled).hasSize(4).allMatch(line -> line.size() <= 256);
    assertThat(tickled.stream().flatMap(List::stream))
        .isEqualTo(many.subList(0, Tickles.CONNECTIONS_LIMIT));
  }

  @Test
  void whatIsMalformedIsRefused() {
    ByteWriter twoLines = new ByteWriter();
    twoLines.one(Tickles.KIND);
    twoLines.one(1);
    twoLines.name("web");
    twoLines.list(List.of("10.0.0.100:80>10.0.0.9:1\nrelease x web 9"), (c, out) -> out.text(c));
    for (byte[] bytes :
        List.of(
            new byte[] {(byte) Tickles.KIND},
            new byte[] {(byte) Tickles.KIND, 2, 1, 'w', 0},
            new byte[] {(byte) Tickles.KIND, 1, 1, 'w', 5},
            twoLines.toBytes())) {
      assertThatIOException().isThrownBy(() -> next.received(bytes, 0, bytes.length));
    }
    assertThat(Tickles.isOne(new byte[] {2}, 0, 1)).isFalse();
    assertThat(Tickles.isOne(new byte[0], 0, 0)).isFalse();
  }
}
