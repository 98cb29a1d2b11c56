package org.batonha.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.batonha.transport.link.Probe.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Who listens, who does not, and who is just about to stop. */
class ProbeTest {
  private static final int LIMIT_MILLIS = 5_000;
  private static final int SHORT_MILLIS = 100;

  private final List<Socket> sockets = new ArrayList<>();
  private ServerSocket listener;
  private InetSocketAddress address;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    address = (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void whoListensIsAlive() throws IOException {
    assertThat(Probe.ask(Socket::new, address, LIMIT_MILLIS)).isEqualTo(Finding.ALIVE);
  }

  @Test
  void whereNobodyListensItIsRefused() throws IOException {
    listener.close();

    assertThat(Probe.ask(Socket::new, address, LIMIT_MILLIS)).isEqualTo(Finding.REFUSED);
  }

  /** The reset may come before the connection is known here, or after: the kernel decides. */
  @RepeatedTest(50)
  void aDyingProcessListensForAMomentAndThenResets() throws IOException {
    CompletableFuture<Void> dying = CompletableFuture.runAsync(this::acceptAndDie);

    // How soon it dies is the machine's affair: however late, that is not for long enough to live.
    assertThat(Probe.ask(Socket::new, address, LIMIT_MILLIS, LIMIT_MILLIS))
        .isEqualTo(Finding.REFUSED);
    dying.join();
  }

  private void acceptAndDie() {
    try {
      Socket accepted = listener.accept();
      listener.close();
      accepted.setSoLinger(true, 0); // its end is a reset
      accepted.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A full queue of connections does to a SYN what the end of a listening socket may do. */
  @Test
  void aLostSynIsNotWaitedFor() throws IOException {
    fillQueue();
    List<Integer> attempts = new ArrayList<>();
    Probe.Source source =
        () -> {
          attempts.add(attempts.size());
          if (attempts.size() == 2) {
            listener.close();
          }
          return new Socket();
        };

    assertThat(Probe.ask(source, address, LIMIT_MILLIS)).isEqualTo(Finding.REFUSED);
    assertThat(attempts).as("the first got no answer").hasSize(2);
  }

  private void fillQueue() throws IOException {
    for (int i = 0; i < 2; i++) { // Linux takes one more than was asked for
      Socket socket = new Socket();
      sockets.add(socket);
      socket.connect(address, LIMIT_MILLIS);
    }
  }

  @Test
  void noAnswerIsNoProof() throws IOException {
    fillQueue();

    assertThat(Probe.ask(Socket::new, address, SHORT_MILLIS)).isEqualTo(Finding.UNKNOWN);
  }
}
