package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.batonha.benchmarks.addresses.Answers.Answer;
import org.batonha.lab.Precedence;
import org.batonha.lab.Timebase;

/**
 * Asks the application at one address again and again, by UDP: so it depends on ARP and on nothing
 * else that a contender does not answer for; it waits for no other program of this machine where
 * that is allowed. Thread-safe.
 */
final class Client implements AutoCloseable {
  /** How often it asks. */
  static final Duration INTERVAL = Duration.ofMillis(2);

  private final DatagramChannel channel = DatagramChannel.open();
  private final InetSocketAddress application;
  private final Timebase time;
  private final List<Answer> answers = new ArrayList<>();
  private volatile boolean closed;

  Client(InetSocketAddress application, Timebase time) throws IOException {
    this.application = application;
    this.time = time;
    channel.bind(null);
    start("client-out", this::ask);
    start("client-in", this::listen);
  }

  private static void start(String name, Runnable body) {
    Runnable first =
        () -> {
          Precedence.takeIt();
          body.run();
        };
    Thread thread = new Thread(first, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void ask() {
    ByteBuffer question = ByteBuffer.allocate(1);
    long due = System.nanoTime();
    while (!closed) {
      try {
        channel.send(question.clear(), application);
      } catch (IOException e) {
        // Nobody has the address, or no way leads there: that is what is being measured.
      }
      due += INTERVAL.toNanos();
      long left = due - System.nanoTime();
      if (left < 0) {
        due = System.nanoTime();
      }
      LockSupport.parkNanos(left);
    }
  }

  private void listen() {
    ByteBuffer answer = ByteBuffer.allocate(64);
    while (!closed) {
      try {
        channel.receive(answer.clear());
        Answer given =
            new Answer(time.now(), StandardCharsets.UTF_8.decode(answer.flip()).toString());
        synchronized (answers) {
          answers.add(given);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        System.err.println("benchmarks: the client could not read an answer: " + e);
      }
    }
  }

  Answers answers() {
    synchronized (answers) {
      return new Answers(answers);
    }
  }

  /** Forgets what was answered up to now. */
  void forget() {
    synchronized (answers) {
      answers.clear();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
  }
}
