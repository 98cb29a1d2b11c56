package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Where the threads stand in the queue for a processor (sched(7)). A sentinel needs little time,
 * but that at once: on a busy host each hand-over between two threads costs milliseconds otherwise.
 */
public final class Priority {
  private static final int SCHED_OTHER = 0;
  private static final int SCHED_RR = 2;
  private static final int LOWEST_REAL_TIME = 1;
  private static final int CALLER = 0;

  /**
   * In the names of the JVM's threads that compile: nobody waits for them, and they work for long.
   */
  private static final String COMPILER = "Compiler";

  /** Leads to {@code PID/task/THREAD} (Linux 3.17). */
  private static final Path THREAD_SELF = Path.of("/proc/thread-self");

  private static final int PRIO_PROCESS = 0;

  /** The nice value of what shall be scheduled before all ordinary programs. */
  static final int MOST_FAVOURABLE = -20;

  /** That of an ordinary program. */
  static final int USUAL = 0;

  private Priority() {}

  /**
   * Puts all threads of this process but the compiler's, and those that they will start, before all
   * of ordinary programs. Needs CAP_SYS_NICE, or a limit on real-time priority (RLIMIT_RTPRIO) of 1
   * or more.
   *
   * @return why that could not be done, as people read it; empty if it was
   */
  public static Optional<String> raise() {
    return raise(Path.of("/proc/self/task"), Priority::raise);
  }

  /** Does it to the threads that are listed in a directory. */
  static Optional<String> raise(Path tasks, IntConsumer each) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        if (isToBeRaised(thread)) {
          each.accept(Integer.parseInt(thread.getFileName().toString()));
        }
      }
      return Optional.empty();
    } catch (LastErrorException e) {
      boolean noRight = e.getErrorCode() == Libc.EPERM;
      return Optional.of(noRight ? "no right to it" : Libc.strerror(e.getErrorCode()));
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.of("the threads can not be listed: " + e);
    }
  }

  private static boolean isToBeRaised(Path thread) {
    try {
      return !Files.readString(thread.resolve("comm")).contains(COMPILER);
    } catch (IOException e) {
      return false; // it has ended meanwhile
    }
  }

  /** Gives a thread of another process a nice value, where that is allowed. */
  static void setNice(int thread, int nice) {
    try {
      Libc.setpriority(PRIO_PROCESS, thread, nice);
    } catch (LastErrorException e) {
      // It has ended already, or there is no right to.
    }
  }

  private static void raise(int thread) {
    try {
      set(thread, SCHED_RR, LOWEST_REAL_TIME);
    } catch (LastErrorException e) {
      if (e.getErrorCode() != Libc.ESRCH) { // else it has ended meanwhile
        throw e;
      }
    }
  }

  /** Puts one thread of this process before all of ordinary programs, where that is allowed. */
  static void raiseIfAllowed(int thread) {
    try {
      raise(thread);
    } catch (LastErrorException e) {
      // raise() has said why, when the process began.
    }
  }

  /** Returns the number that the kernel has for the calling thread; 0 where it does not say. */
  static int callingThread() {
    try {
      return Integer.parseInt(Files.readSymbolicLink(THREAD_SELF).getFileName().toString());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Takes the calling thread back: others decide how much it has to do. */
  public static void lower() {
    try {
      set(CALLER, SCHED_OTHER, 0);
    } catch (LastErrorException e) {
      // It was never raised then, for going down is always allowed.
    }
  }

  private static void set(int thread, int policy, int priority) {
    byte[] parameters =
        ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(priority).array();
    Libc.sched_setscheduler(thread, policy, parameters);
  }
}
