package org.batonha.sentinel.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees the parent die before its sockets and pipes close, by its flags in {@code /proc/PID/stat}.
 *
 * <p>The kernel frees a process's memory before it closes its files: with a large heap the pipe
 * ends 0.1 s and more after the kill, the flags change at once. Polled, since a pidfd becomes
 * readable at the very end only. The file is kept open: it goes on meaning this process even if its
 * number is used again.
 */
public final class ParentWatch {
  private static final Duration INTERVAL = Duration.ofMillis(5);

  /** PF_EXITING, PF_POSTCOREDUMP, PF_DUMPCORE, PF_SIGNALED of the kernel's sched.h. */
  private static final long DYING = 0x4 | 0x8 | 0x200 | 0x400;

  private ParentWatch() {}

  /**
   * Starts to watch on a thread of its own.
   *
   * @param dead is run once, on that thread, when the process is dying or gone
   */
  public static void start(long pid, Runnable dead) {
    Thread thread = new Thread(() -> watch(pid, dead), "parent");
    thread.setDaemon(true);
    thread.start();
  }

  private static void watch(long pid, Runnable dead) {
    byte[] stat = new byte[1024];
    // The thread's own file has the same flags as the process's, and the kernel need not add up
    // the times of some hundred threads to show it.
    String file = "/proc/%d/task/%d/stat".formatted(pid, pid);
    try (RandomAccessFile proc = new RandomAccessFile(file, "r")) {
      while (isAlive(stat, read(proc, stat))) {
        LockSupport.parkNanos(INTERVAL.toNanos());
      }
    } catch (IOException e) {
      // No such process: it died before we looked, or between two looks. Nothing to add to that.
      dead.run();
      return;
    }
    dead.run();
  }

  private static int read(RandomAccessFile proc, byte[] stat) throws IOException {
    proc.seek(0);
    return proc.read(stat);
  }

  /** Reads the 9th field, flags; the 2nd, the name in parentheses, may contain anything. */
  static boolean isAlive(byte[] stat, int length) {
    if (length <= 0) {
      return false;
    }
    int at = length - 1;
    while (at > 0 && stat[at] != ')') {
      at--;
    }
    char state = at + 2 < length ? (char) stat[at + 2] : 'X';
    if (state == 'Z' || state == 'X') {
      return false;
    }
    int field = 2;
    long flags = 0;
    for (at++; at < length && field <= 9; at++) {
      if (stat[at] == ' ') {
        field++;
      } else if (field == 9) {
        flags = flags * 10 + (stat[at] - '0');
      }
    }
    return (flags & DYING) == 0;
  }

  static boolean isAlive(String stat) {
    byte[] bytes = stat.getBytes(StandardCharsets.US_ASCII);
    return isAlive(bytes, bytes.length);
  }
}
