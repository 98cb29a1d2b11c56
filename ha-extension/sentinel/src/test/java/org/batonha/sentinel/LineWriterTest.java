package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LineWriterTest {
  private static final Duration BOUND = Duration.ofSeconds(10);

  /** A pipe whose reader does not read until it is told to. */
  private static final class Pipe extends OutputStream {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
      throw new IOException("not used");
    }

    @Override
    public void write(byte[] line) throws IOException {
      try {
        reading.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      bytes.writeBytes(line);
    }
  }

  @Test
  void aReaderThatHangsStopsNobodyAndIsToldWhatItMissed() throws InterruptedException {
    Pipe pipe = new Pipe();
    LineWriter writer = new LineWriter("test", pipe, "%d lost");
    for (int i = 0; i < 3 * LineWriter.LIMIT; i++) {
      writer.send("line " + i);
    }

    pipe.reading.countDown();
    writer.drain(BOUND);
    writer.send("last");
    writer.drain(BOUND);

    String text = pipe.bytes.toString(StandardCharsets.UTF_8);
    assertThat(text).startsWith("line 0\nline 1\n").endsWith(" lost\nlast\n");
    assertThat(text.lines().count()).isLessThan(LineWriter.LIMIT + 10L);
  }

  @Test
  void aReaderThatIsGoneIsNotWaitedFor() throws InterruptedException {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    LineWriter writer = new LineWriter("test", closed, "%d lost");

    writer.send("one");
    writer.drain(BOUND);
    writer.send("two");
    writer.drain(BOUND);
  }
}
