package org.batonha.sentinel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes lines on a thread of its own. A parent that hangs does not read, and a full pipe must not
 * stop the one thread that drops the addresses of a parent that hangs: so what does not fit is
 * dropped, and how much that was is written when there is room again. Safe for use by several
 * threads.
 */
final class LineWriter {
  /** How many lines wait for a reader that is slow. */
  static final int LIMIT = 1024;

  /** How much of them: a line may tell of a thousand addresses. */
  static final int CHARACTERS_LIMIT = 1 << 20;

  private final Deque<String> lines = new ArrayDeque<>();
  private final OutputStream out;
  private final String dropNotice;
  private long characters;
  private long dropped;
  private boolean writing;
  private boolean broken;

  /**
   * Starts to write.
   *
   * @param dropNotice the line that tells how many lines were dropped, with one {@code %d}
   */
  LineWriter(String threadName, OutputStream out, String dropNotice) {
    this.out = out;
    this.dropNotice = dropNotice;
    Thread thread = new Thread(this::write, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes a line; never waits for the reader. */
  synchronized void send(String line) {
    if (broken) {
      return;
    }
    boolean tooMuch = characters > 0 && characters + line.length() > CHARACTERS_LIMIT;
    if (tooMuch || lines.size() >= LIMIT) {
      dropped++;
      return;
    }
    if (dropped > 0) {
      add(dropNotice.formatted(dropped));
      dropped = 0;
    }
    add(line);
    notifyAll();
  }

  private void add(String line) {
    lines.add(line);
    characters += line.length();
  }

  /** Takes nothing more, and ends the thread: nobody reads. */
  synchronized void close() {
    breakOff();
    lines.clear();
    characters = 0;
  }

  /** Waits until all is written or the reader is gone, but not longer than this. */
  synchronized void drain(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!broken && (writing || !lines.isEmpty())) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return;
      }
      wait(leftMillis);
    }
  }

  private void write() {
    try {
      while (true) {
        out.write((next() + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      // Nobody reads any more, so there is nobody to tell. Stdin's end will say the same.
      breakOff();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      breakOff();
    }
  }

  private synchronized void breakOff() {
    broken = true;
    notifyAll();
  }

  private synchronized String next() throws InterruptedException {
    writing = false;
    notifyAll();
    while (lines.isEmpty() && !broken) {
      wait();
    }
    if (broken) {
      throw new InterruptedException("closed");
    }
    writing = true;
    String line = lines.remove();
    characters -= line.length();
    return line;
  }
}
