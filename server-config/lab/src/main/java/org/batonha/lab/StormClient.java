package org.batonha.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.batonha.lab.history.Operation;

/**
 * Counts one counter of a session and reads all of them, one request after the other, each sent
 * once. One thread of its own sends.
 */
final class StormClient implements AutoCloseable {
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(5);
  private static final int MOST_PAUSE_MILLIS = 20;

  /** Of so many requests one reads only. */
  private static final int READS = 4;

  private final int number;
  private final SharedSession session;
  private final String address;
  private final Chronicle chronicle;
  private final Random random;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile Throwable failure;
  private HttpConnection connection;

  StormClient(int number, SharedSession session, String address, Chronicle chronicle, long seed) {
    this.number = number;
    this.session = session;
    this.address = address;
    this.chronicle = chronicle;
    this.random = new Random(seed);
    this.thread = new Thread(this::run, "storm-client-" + number);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((any, thrown) -> failure = thrown);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (running) {
      request(random.nextInt(READS) == 0 ? "" : "c" + number);
      Await.pause(Duration.ofMillis(random.nextInt(MOST_PAUSE_MILLIS)));
    }
    disconnect();
  }

  /**
   * Returns whether it got an answer to a request that it began after an instant.
   *
   * @param nanos on the chronicle's clock
   * @throws IllegalStateException when its thread has died
   */
  boolean isServedSince(long nanos) {
    requireUnharmed();
    return chronicle.isAnswered(number, nanos);
  }

  /** Throws IllegalStateException when its thread has died by an exception. */
  void requireUnharmed() {
    if (failure != null) {
      throw new IllegalStateException("%s died: %s".formatted(this, failure), failure);
    }
  }

  @Override
  public String toString() {
    return "client %d of session %s".formatted(number, session.word());
  }

  /** Reads all counters, and returns whether there was an answer. */
  boolean read() {
    return request("");
  }

  private boolean request(String counter) {
    if (!connect()) {
      return false; // nothing was sent
    }
    long begin = chronicle.nanos();
    Map<String, Long> counts = null;
    String note;
    try {
      SharedSession.Reply reply = session.ask(connection, address, counter);
      counts = reply.counts();
      note = reply.node();
    } catch (IOException e) {
      note = String.valueOf(e.getMessage());
      disconnect();
    }
    chronicle.add(
        new Operation(number, session.word(), counter, begin, chronicle.nanos(), counts, note));
    return counts != null;
  }

  private boolean connect() {
    if (connection != null && !connection.isUsable()) {
      disconnect();
    }
    try {
      if (connection == null) {
        connection = session.connect(address);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void disconnect() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (IOException e) {
      System.err.println("client: closing its connection failed: " + e.getMessage());
    }
    connection = null;
  }

  void stop() {
    running = false;
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join(JOIN_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) {
      disconnect();
    }
  }
}
