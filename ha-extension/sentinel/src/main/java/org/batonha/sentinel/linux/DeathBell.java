package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A pause between two looks at a process that ends early when there is something to see: when a
 * thread of it ends (pidfd_open(2) with PIDFD_THREAD, Linux 6.9), which a killed process's threads
 * do in the first millisecond, long before its memory is free. On an older kernel, and for a
 * process without a second thread, it is just a pause. Not safe for use by several threads.
 */
final class DeathBell implements AutoCloseable {
  private static final NativeLong PIDFD_OPEN = new NativeLong(434);

  /** PIDFD_THREAD, which is O_EXCL. */
  private static final NativeLong OF_A_THREAD = new NativeLong(0x80);

  private static final short POLLIN = 1;
  private static final int NONE = -1;

  /** Threads also end by themselves; a process whose threads do so all the time is only polled. */
  private static final int MOST_THREADS = 16;

  private final long pid;
  private int fd = NONE;
  private int threads;

  /** Listens for the end of a thread of this process. */
  DeathBell(long pid) {
    this.pid = pid;
    listen();
  }

  /** Returns whether there is a thread whose end will be heard. */
  boolean isHung() {
    return fd != NONE;
  }

  /**
   * Waits until a thread ends, but not longer than this.
   *
   * @return whether a thread has ended
   */
  boolean await(Duration most) {
    if (fd == NONE) {
      LockSupport.parkNanos(most.toNanos());
      return false;
    }
    byte[] waitedFor =
        ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(fd).putShort(POLLIN).array();
    try {
      boolean rung = Libc.poll(waitedFor, new NativeLong(1), (int) most.toMillis()) > 0;
      if (rung) {
        close();
        listen();
      }
      return rung;
    } catch (LastErrorException e) {
      if (e.getErrorCode() != Libc.EINTR) {
        close(); // from now on it is a pause
      }
      return false;
    }
  }

  /** Chooses the oldest thread but the main one, whose end is the process's. */
  private void listen() {
    if (threads >= MOST_THREADS) {
      return;
    }
    threads++;
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/%d/task".formatted(pid)))) {
      for (Path task : tasks) {
        long tid = Long.parseLong(task.getFileName().toString());
        if (tid != pid) {
          fd = Libc.syscall(PIDFD_OPEN, new NativeLong(tid), OF_A_THREAD).intValue();
          return;
        }
      }
    } catch (IOException | DirectoryIteratorException | LastErrorException e) {
      fd = NONE; // it is gone, or the kernel is too old: the next look tells
    }
  }

  @Override
  public void close() {
    if (fd != NONE) {
      Libc.close(fd);
      fd = NONE;
    }
  }
}
