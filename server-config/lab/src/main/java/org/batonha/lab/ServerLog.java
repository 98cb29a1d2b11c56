package org.batonha.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server's log file, read as it grows: used to know when a server is ready, never to measure. Not
 * thread-safe.
 */
final class ServerLog {
  /** How much of the log an error message shows. */
  private static final int SHOWN_LINES = 15;

  private static final Pattern STARTED = Pattern.compile("WFLYSRV0025|WFLYSRV0026");
  private static final Pattern MEMBERS =
      Pattern.compile(
          "\\[Context=sample\\.war\\] .*(?:Finished rebalance with members|Updating cache members list) \\[([^\\]]*)\\]");

  private final Path file;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private long position;

  ServerLog(Path file) {
    this.file = file;
  }

  /** Forgets what was read, for the next start of the server. */
  void restart() throws IOException {
    Files.deleteIfExists(file);
    lines.clear();
    partial.setLength(0);
    position = 0;
  }

  /** Returns the line that ends the server's start, when it is there. */
  Optional<String> started() {
    read();
    return lines.stream().filter(line -> STARTED.matcher(line).find()).findFirst();
  }

  /**
   * Returns how many nodes keep the sample application's sessions, 0 before that is known: when it
   * is two, then each session has its copy. The server logs no view of the cluster itself.
   */
  int members() {
    read();
    int members = 0;
    for (String line : lines) {
      var view = MEMBERS.matcher(line);
      if (view.find()) {
        members = view.group(1).split(",").length;
      }
    }
    return members;
  }

  /** Returns the last lines. */
  String tail() {
    read();
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  private void read() {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(position);
      byte[] bytes = new byte[(int) (in.length() - position)];
      in.readFully(bytes);
      position += bytes.length;
      // A character cut in two by the end of what was there costs a letter in a log line, no more.
      partial.append(new String(bytes, StandardCharsets.UTF_8));
      int end = partial.lastIndexOf("\n");
      if (end >= 0) {
        lines.addAll(partial.substring(0, end).lines().toList());
        partial.delete(0, end + 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the server's log " + file, e);
    }
  }
}
