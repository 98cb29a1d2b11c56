package org.batonha.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batonha.lab.history.Operation;

/**
 * Writes a history file while it happens: operations, and lines with {@code #} for people.
 * Thread-safe.
 */
final class Chronicle implements AutoCloseable {
  private static final String COMMENT = "#";

  private final long begin = System.nanoTime();
  private final List<Operation> operations = new ArrayList<>();

  /** When each client began the newest request that it got an answer to. */
  private final Map<Integer, Long> answered = new HashMap<>();

  private final BufferedWriter file;

  Chronicle(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    file = Files.newBufferedWriter(path);
  }

  /** Reads the operations of a file. */
  static List<Operation> read(Path path) throws IOException {
    try (var lines = Files.lines(path)) {
      return lines.filter(line -> !line.startsWith(COMMENT)).map(Operation::ofLine).toList();
    }
  }

  /** Returns the time since the begin. */
  long nanos() {
    return System.nanoTime() - begin;
  }

  synchronized void add(Operation operation) {
    operations.add(operation);
    if (operation.isKnown()) {
      answered.merge(operation.client(), operation.beginNanos(), Math::max);
    }
    write(operation.line());
  }

  synchronized void say(String text) {
    write("%s %d %s".formatted(COMMENT, nanos(), text));
  }

  /** Writes what is written late to the file now. */
  synchronized void flush() {
    try {
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the history", e);
    }
  }

  private void write(String line) {
    try {
      file.write(line);
      file.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the history", e);
    }
  }

  /** Returns whether a client got an answer to a request that it began after an instant. */
  synchronized boolean isAnswered(int client, long sinceNanos) {
    return answered.getOrDefault(client, Long.MIN_VALUE) > sinceNanos;
  }

  /** Returns all operations up to now. */
  synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
