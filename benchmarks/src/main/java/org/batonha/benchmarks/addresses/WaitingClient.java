package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Optional;
import org.batonha.lab.Precedence;
import org.batonha.lab.Timebase;

/** A client that has asked over TCP and waits for an answer that never comes. */
final class WaitingClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;

  private final Socket socket = new Socket();
  private volatile Instant ended;

  WaitingClient(InetSocketAddress application, Timebase time) throws IOException {
    socket.connect(application, CONNECT_MILLIS);
    socket.getOutputStream().write('?');
    Thread thread = new Thread(() -> await(time), "waiting-client");
    thread.setDaemon(true);
    thread.start();
  }

  private void await(Timebase time) {
    Precedence.takeIt();
    try {
      while (socket.getInputStream().read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      // A reset is what it waits for.
    } finally {
      ended = time.now();
    }
  }

  /** Returns when it saw the end of its connection, if it did. */
  Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
