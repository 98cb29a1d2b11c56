package org.batonha.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/**
 * A serial cable between two pseudo-terminals, which can be cut, and can be noisy, and whose ends
 * can be pulled out. Needs {@code socat}.
 */
final class NullModem implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Random random = new Random(1);
  private final Path directory = Files.createTempDirectory("null-modem");
  private final End[] ends = {new End("a"), new End("b")};
  private volatile boolean cut;
  private volatile int noiseInBytes; // a random byte before one of so many; 0: none

  NullModem() throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/socat")),
        "serial lines are not tested here: Debian's package socat is missing");
    plug(0);
    plug(1);
  }

  /** One end: a pseudo-terminal, and the process that holds it. */
  private static final class End {
    final String name;
    volatile Process socat;

    End(String name) {
      this.name = name;
    }
  }

  /** Returns the device's path. */
  String device(int end) {
    return directory.resolve(ends[end].name).toString();
  }

  /** Puts an end in: its device appears. */
  void plug(int end) throws IOException {
    Process socat =
        new ProcessBuilder("/usr/bin/socat", "PTY,link=" + device(end) + ",raw,echo=0", "-")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ends[end].socat = socat;
    Thread carrier = new Thread(() -> carry(socat, ends[1 - end]), "cable-" + ends[end].name);
    carrier.setDaemon(true);
    carrier.start();
    Await.until("a pseudo-terminal", SOON, () -> Files.exists(Path.of(device(end))));
  }

  /** Pulls an end out: its device disappears. */
  void unplug(int end) {
    ends[end].socat.destroyForcibly().onExit().join();
    try {
      Files.deleteIfExists(Path.of(device(end)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void cut() {
    cut = true;
  }

  void mend() {
    cut = false;
  }

  /** Puts a random byte before one of so many. */
  void noise(int oneOf) {
    noiseInBytes = oneOf;
  }

  private void carry(Process from, End to) {
    byte[] buffer = new byte[512];
    try (InputStream in = from.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (!cut) {
          write(to, buffer, count);
        }
      }
    } catch (IOException e) {
      from.destroy(); // its end was pulled out
    }
  }

  private void write(End to, byte[] buffer, int count) {
    try {
      OutputStream out = to.socat.getOutputStream();
      for (int i = 0; i < count; i++) {
        int oneOf = noiseInBytes;
        if (oneOf > 0 && random.nextInt(oneOf) == 0) {
          out.write(random.nextInt(256));
        }
        out.write(buffer[i]);
      }
      out.flush();
    } catch (IOException e) {
      cutOff(to); // nobody is there: the bytes are lost, as on a real line
    }
  }

  private static void cutOff(End to) {
    to.socat.destroy();
  }

  @Override
  public void close() throws IOException {
    unplug(0);
    unplug(1);
    Files.delete(directory);
  }
}
