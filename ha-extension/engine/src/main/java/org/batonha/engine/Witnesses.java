package org.batonha.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks each witness, one thread each, if it is there: by an ICMP echo where the server may send
 * one, else by a TCP connection to the echo port, which a host refuses when it lives.
 */
final class Witnesses implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Witnesses.class.getName());

  /** Told of each answer, with the time at which it was asked for. */
  interface Listener {
    void answered(String witness, long sentNanos);
  }

  private final List<Thread> threads = new ArrayList<>();

  Witnesses(List<InetAddress> witnesses, Duration interval, Duration timeout, Listener listener) {
    for (InetAddress witness : witnesses) {
      Thread thread =
          new Thread(
              () -> ask(witness, interval, timeout, listener),
              "baton-witness-" + witness.getHostAddress());
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private static void ask(
      InetAddress witness, Duration interval, Duration timeout, Listener listener) {
    boolean reached = true;
    while (!Thread.currentThread().isInterrupted()) {
      long sent = System.nanoTime();
      boolean answers = isReachable(witness, timeout);
      if (answers) {
        listener.answered(witness.getHostAddress(), sent);
      }
      if (answers != reached) {
        LOG.log(
            Level.INFO,
            "Witness " + witness.getHostAddress() + (answers ? " answers" : " does not answer"));
        reached = answers;
      }
      long pause = interval.toNanos() - (System.nanoTime() - sent);
      LockSupport.parkNanos(Math.max(0, pause));
    }
  }

  private static boolean isReachable(InetAddress witness, Duration timeout) {
    try {
      return witness.isReachable((int) timeout.toMillis());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Witness {0} could not be asked: {1}", witness, e);
      return false;
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
