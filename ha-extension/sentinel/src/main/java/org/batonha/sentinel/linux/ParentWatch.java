package org.batonha.sentinel.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees the parent die before its sockets and pipes close, by what {@code /proc/PID/stat} says.
 *
 * <p>The kernel frees a process's memory before it closes its files: with a large heap the pipe
 * ends 0.1 s and more after the kill. A pending SIGKILL shows at once, even before the process is
 * scheduled to die of it, and the flags as soon as it does. Polled, since the process's own pidfd
 * becomes readable at the very end only; but the end of one of its threads is a reason to look at
 * once ({@link DeathBell}). The file is kept open: it goes on meaning this process even if its
 * number is used again.
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

  /** How often the threads of a dying process are looked at. */
  private static final Duration SILENCE_INTERVAL = Duration.ofMillis(1);

  private static final int STAT_LIMIT = 1024;

  private final long pid;
  private volatile boolean stopped;

  private ParentWatch(long pid) {
    this.pid = pid;
  }

  /**
   * Starts to watch on a thread of its own.
   *
   * @param dead is run once, on that thread, when the process is dying or gone
   */
  public static ParentWatch start(long pid, Runnable dead) {
    ParentWatch watch = new ParentWatch(pid);
    Thread thread = new Thread(() -> watch.watch(dead), "parent");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Looks no more; what was to be run is not run. */
  public void stop() {
    stopped = true;
  }

  /**
   * Waits until nothing of a dying process can act any more: each of its threads is on its way out
   * of the kernel, and will not see its program again.
   *
   * @param most how long to wait
   * @return whether that is so; {@code false} at once if the process is not dying
   */
  public boolean awaitSilence(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    Path threads = Path.of("/proc/%d/task".formatted(pid));
    if (isAlive(threads.resolve(Long.toString(pid)), true)) {
      return false;
    }
    // Twice: a list of threads that end while it is read may leave some out.
    while (mayAct(threads) || mayAct(threads)) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(SILENCE_INTERVAL.toNanos());
    }
    hurry(Priority.USUAL);
    return true;
  }

  /**
   * Its threads can act until each has been scheduled to die; then one of them frees its memory,
   * which takes a while, and must not stand in the way of those who take over.
   */
  private void hurry(int nice) {
    Path threads = Path.of("/proc/%d/task".formatted(pid));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
      for (Path thread : all) {
        Priority.setNice(Integer.parseInt(thread.getFileName().toString()), nice);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It is gone, or is just going.
    }
  }

  private static boolean mayAct(Path threads) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
      for (Path thread : all) {
        if (isAlive(thread, false)) {
          return true;
        }
      }
      return false;
    } catch (DirectoryIteratorException | NoSuchFileException e) {
      return Files.exists(threads); // it is gone, or is just going
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean isAlive(Path thread, boolean pendingIsDeath) {
    byte[] stat = new byte[STAT_LIMIT];
    try (RandomAccessFile file = new RandomAccessFile(thread.resolve("stat").toFile(), "r")) {
      return isAlive(stat, read(file, stat), pendingIsDeath);
    } catch (IOException e) {
      return Files.exists(thread); // if so it cannot be seen now, and may act
    }
  }

  private void watch(Runnable dead) {
    mayAct(Path.of("/proc/self/task")); // loads what is needed when there is no time
    awaitDeath();
    if (!stopped) {
      dead.run();
      hurry(Priority.MOST_FAVOURABLE);
    }
  }

  private void awaitDeath() {
    byte[] stat = new byte[STAT_LIMIT];
    // The thread's own file has the same flags as the process's, and the kernel need not add up
    // the times of some hundred threads to show it.
    String file = "/proc/%d/task/%d/stat".formatted(pid, pid);
    try (DeathBell bell = new DeathBell(pid);
        RandomAccessFile proc = new RandomAccessFile(file, "r")) {
      while (!stopped && isAlive(stat, read(proc, stat), true)) {
        bell.await(INTERVAL);
      }
    } catch (IOException e) {
      // No such process: it died before we looked, or between two looks. Nothing to add to that.
      return;
    }
  }

  private static int read(RandomAccessFile proc, byte[] stat) throws IOException {
    proc.seek(0);
    return proc.read(stat);
  }

  /**
   * Reads what follows the 2nd field, the name in parentheses, which may contain anything.
   *
   * @param pendingIsDeath whether a pending SIGKILL counts; such a thread may be in a system call,
   *     and end that first
   */
  static boolean isAlive(byte[] stat, int length, boolean pendingIsDeath) {
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
        && !(pendingIsDeath && (number(stat, length, nameEnd, PENDING) & SIGKILL) != 0);
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

  static boolean isAlive(String stat, boolean pendingIsDeath) {
    byte[] bytes = stat.getBytes(StandardCharsets.US_ASCII);
    return isAlive(bytes, bytes.length, pendingIsDeath);
  }
}
