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
import java.util.regex.Matcher;
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
          "(\\S+ \\S+) .*\\[org\\.infinispan\\.CLUSTER\\] .*\\[Context=sample\\.war\\] "
              + ".*(?:Finished rebalance with members|Updating cache members list) \\[([^\\]]*)\\].*");

  /**
   * The nodes that keep the sample application's sessions together.
   *
   * @param at when the server said so, as its log writes instants: they sort as text
   * @param count how many they are
   */
  record Members(String at, int count) {}

  private final Path file;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private long position;
  private int starts;

  ServerLog(Path file) {
    this.file = file;
  }

  /** Forgets what was read, for the next start of the server; the file gets another name. */
  void restart() throws IOException {
    if (Files.exists(file)) {
      starts++;
      Files.move(file, file.resolveSibling("server-" + starts + ".log"));
    }
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
   * Returns the newest word on who keeps the sessions, and has them: each node also says when it is
   * done with its own part, which is no word on that. Not each node says it each time, so only the
   * newest one of all nodes is to be believed. The server logs no view of the cluster itself.
   */
  Optional<Members> members() {
    read();
    return lines.stream()
        .map(MEMBERS::matcher)
        .filter(Matcher::matches)
        .map(line -> new Members(line.group(1), line.group(2).split(",").length))
        .reduce((older, newer) -> newer);
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
