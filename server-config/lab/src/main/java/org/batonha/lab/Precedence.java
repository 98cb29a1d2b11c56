package org.batonha.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Puts what measures before what is measured. All hosts of a lab, and who watches them, share one
 * machine's processors; a client on a host of its own would not wait for another host's programs,
 * which include real-time ones. Needs the right to real-time priority (sched(7)), else nothing
 * changes. Thread-safe.
 */
public final class Precedence {
  /** Above what a sentinel asks for, 1. */
  private static final String PRIORITY = "2";

  /** Leads to {@code PID/task/THREAD} (Linux 3.17). */
  private static final Path THREAD_SELF = Path.of("/proc/thread-self");

  private static final long MOST_SECONDS = 5;

  private static final boolean ALLOWED = isDone(List.of("chrt", "--rr", PRIORITY, "true"));

  private Precedence() {}

  /** Returns whether there is the right to it, and {@code chrt} to do it with. */
  public static boolean isAllowed() {
    return ALLOWED;
  }

  /** Puts the calling thread before others; returns whether that was done. Takes some ms. */
  public static boolean takeIt() {
    try {
      String thread = Files.readSymbolicLink(THREAD_SELF).getFileName().toString();
      return ALLOWED && isDone(List.of("chrt", "--rr", "--pid", PRIORITY, thread));
    } catch (IOException e) {
      return false; // not Linux, or no /proc
    }
  }

  /** Returns a command that begins with precedence where that is allowed, else as it was. */
  public static List<String> of(List<String> command) {
    return ALLOWED
        ? Stream.concat(Stream.of("chrt", "--rr", PRIORITY), command.stream()).toList()
        : command;
  }

  private static boolean isDone(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no chrt
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
