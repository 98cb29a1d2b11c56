package org.batonha.transport.link;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Binds a port that may be held for a moment longer: by a process that was just killed, or by a
 * socket of our own that is closed while a thread is still inside of the system's call on it.
 */
final class Binding {
  /** For how long a port is tried. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Binding() {}

  /** Binds a socket, and returns it. */
  @FunctionalInterface
  interface Attempt<T> {
    T bind() throws IOException;
  }

  /**
   * Tries until it is bound.
   *
   * @throws BindException when the port is still held after {@code patience}
   */
  static <T> T patiently(Duration patience, Attempt<T> attempt) throws IOException {
    long began = System.nanoTime();
    while (true) {
      try {
        return attempt.bind();
      } catch (BindException e) {
        if (System.nanoTime() - began > patience.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
