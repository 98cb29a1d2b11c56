package org.batonha.sentinel.lan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What a process says, line by line, with the instant at which it was read. */
public final class Lines {
  /** One line, and when it was read. */
  public record Line(String text, long nanoTime) {}

  private static final Duration BOUND = Duration.ofSeconds(20);

  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final String name;

  /** Starts to read. */
  public Lines(String name, InputStream in) {
    this.name = name;
    Thread thread = new Thread(() -> read(in), "read-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read(InputStream in) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(new Line(line, System.nanoTime()));
      }
    } catch (IOException e) {
      lines.add(new Line("read failed: " + e.getMessage(), System.nanoTime()));
    }
  }

  /** Returns whether there is a line that nobody has awaited. */
  public boolean hasAny() {
    return !lines.isEmpty();
  }

  /** Waits for the next line that contains this pattern; lines before it are skipped. */
  public Line await(String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    List<String> skipped = new ArrayList<>();
    long end = System.nanoTime() + BOUND.toNanos();
    while (true) {
      Line line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError(
            "%s did not say '%s' within %s, but %s".formatted(name, pattern, BOUND, skipped));
      }
      if (wanted.matcher(line.text()).find()) {
        return line;
      }
      skipped.add(line.text());
    }
  }
}
