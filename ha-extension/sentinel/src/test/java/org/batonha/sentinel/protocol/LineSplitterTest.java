package org.batonha.sentinel.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest implements LineSplitter.Listener {
  private final List<String> lines = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(this);

  @Test
  void putsHalfLinesTogether() {
    take("sta");
    take("tus t\nstatus");
    take(" u\n");

    assertThat(lines).containsExactly("status t", "status u");
    assertThat(bad).isEmpty();
  }

  @Test
  void aLineAtTheLimitIsALine() {
    take("x".repeat(LineSplitter.LINE_LIMIT) + "\n");

    assertThat(lines).containsExactly("x".repeat(LineSplitter.LINE_LIMIT));
  }

  @Test
  void aLineOfAMegabyteIsOneErrorAndReadingGoesOn() {
    take("x".repeat(1 << 20));
    take("x".repeat(1 << 20) + "\nstatus t\n");

    assertThat(bad).singleElement().asString().contains("longer than 65536 bytes");
    assertThat(lines).containsExactly("status t");
  }

  @Test
  void whatIsNotUtf8IsAnErrorAndReadingGoesOn() {
    splitter.take(new byte[] {'a', (byte) 0xc3, '\n', 'b', '\n'}, 5);

    assertThat(bad).singleElement().asString().contains("not UTF-8");
    assertThat(lines).containsExactly("b");
  }

  @Test
  void aLastLineWithoutEndIsNoCommand() {
    take("release t web 1");
    splitter.finish();

    assertThat(lines).isEmpty();
    assertThat(bad).singleElement().asString().contains("no end");
  }

  @Test
  void countsEachLineOfRandomBytesOnce() {
    Random random = new Random(7);
    int ends = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] chunk = new byte[random.nextInt(3_000)];
      random.nextBytes(chunk);
      for (byte b : chunk) {
        ends += b == '\n' ? 1 : 0;
      }
      splitter.take(chunk, chunk.length);
    }
    splitter.take(new byte[] {'\n'}, 1);

    assertThat(lines.size() + bad.size()).isEqualTo(ends + 1);
  }

  private void take(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    splitter.take(bytes, bytes.length);
  }

  @Override
  public void line(String line) {
    lines.add(line);
  }

  @Override
  public void bad(String text) {
    bad.add(text);
  }
}
