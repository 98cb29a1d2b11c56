package org.batonha.sentinel.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees the parent die before its sockets and pipes close, by what {@code /proc/PID/stat} says.
 *
 * <p>The kernel frees a process's memory before it closes its files: with a large heap the pipe
 * ends 0.1 s and more after the kill. A pending SIGKILL shows at once, even before the process is
 * scheduled to die of it, and the flags as soon as it does. Polled, since a pidfd becomes readable
 * at the very end only. The file is kept open: it goes on meaning this process even if its number
 * is used again.
 */
public final class ParentWatch {
  private static final Duration INTERVAL = Duration.ofMillis(5);

  /** PF_EXITING, PF_POSTCOREDUMP, PF_DUMPCORE, PF_SIGNALED of the kernel's sched.h. */
  private static final long DYING = 0x4 | 0x8 | 0x200 | 0x400;

  /** Of the pending signals: a fatal signal for the process becomes this one for each thread. */
  private static final long SIGKILL = 1 << 9 - 1;

  /** The fields as proc(5) counts them. */
  private static final int FLAGS = 9;

  private static final int PENDING = 31;

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

  /** Reads what follows the 2nd field, the name in parentheses, which may contain anything. */
  static boolean isAlive(byte[] stat, int length) {
    int nameEnd = length - 1;
    while (nameEnd > 0 && stat[nameEnd] != ')') {
      nameEnd--;
    }
    if (nameEnd <= 0 || nameEnd + 2 >= length) {
      return false; // nothing to read: it is gone
    }
    char state = (char) stat[nameEnd + 2];
    return state != 'Z'
        && state != 'X'
        && (number(stat, length, nameEnd, FLAGS) & DYING) == 0
        && (number(stat, length, nameEnd, PENDING) & SIGKILL) == 0;
  }

  /** Returns a field's value without making strings, for this runs 200 times a second. */
  private static long number(byte[] stat, int length, int nameEnd, int wanted) {
    int field = 2;
    long number = 0;
    for (int i = nameEnd + 1; i < length && field <= wanted; i++) {
      if (stat[i] == ' ') {
        field++;
      } else if (field == wanted) {
        number = number * 10 + (stat[i] - '0');
      }
    }
    return number;
  }

  static boolean isAlive(String stat) {
    byte[] bytes = stat.getBytes(StandardCharsets.US_ASCII);
    return isAlive(bytes, bytes.length);
  }
}
