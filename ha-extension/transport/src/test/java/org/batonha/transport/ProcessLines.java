package org.batonha.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Another process and the lines that it has printed so far. */
final class ProcessLines implements AutoCloseable {
  private static final long END_SECONDS = 5;

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  ProcessLines(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "process-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("output ended: " + e.getMessage());
    }
  }

  /** Writes a line to the process. */
  void write(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  List<String> lines() {
    return lines;
  }

  /** Returns the last line that starts with a prefix, or an empty one. */
  String last(String prefix) {
    List<String> now = new ArrayList<>(lines);
    for (int i = now.size() - 1; i >= 0; i--) {
      if (now.get(i).startsWith(prefix)) {
        return now.get(i);
      }
    }
    return "";
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Ends its input and gives it time to end by itself, then kills it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (IOException e) {
      kill();
      lines.add("input could not be closed: " + e.getMessage());
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    process.onExit().join();
  }
}
