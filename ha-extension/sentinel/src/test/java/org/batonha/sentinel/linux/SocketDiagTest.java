package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.batonha.sentinel.protocol.IpLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SocketDiagTest {
  private static final InetAddress ADDRESS = IpLiteral.parse("127.9.8.7");
  private static final int CLIENTS = 600; // more than the kernel tells at once

  @Test
  void noMoreConnectionsAreReadThanAreWantedAndTheNextLookSeesThemAll() throws Exception {
    SocketDiag diag = new SocketDiag();
    List<Socket> sockets = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 10, ADDRESS)) {
      for (int i = 0; i < CLIENTS; i++) {
        sockets.add(new Socket(ADDRESS, server.getLocalPort()));
        sockets.add(server.accept());
      }

      assertThat(diag.connections(List.of(ADDRESS), 3)).hasSize(3);
      assertThat(diag.connections(List.of(ADDRESS), CLIENTS - 1)).hasSize(CLIENTS - 1);
      assertThat(diag.connections(List.of(ADDRESS), 10 * CLIENTS)).hasSize(CLIENTS);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** To look needs no right, to reset does. */
  private static SocketDiag thatMayReset() throws NetlinkException {
    assumeThat(new Rtnetlink().mayChangeAddresses()).as("CAP_NET_ADMIN").isTrue();
    return new SocketDiag();
  }

  @Test
  void whoWasSeenBeforeIsResetWithoutAnotherLook() throws Exception {
    SocketDiag diag = thatMayReset();
    try (ServerSocket server = new ServerSocket(0, 10, ADDRESS);
        Socket early = new Socket(ADDRESS, server.getLocalPort());
        Socket accepted = server.accept()) {
      diag.foresee(List.of(ADDRESS));
      try (Socket late = new Socket(ADDRESS, server.getLocalPort());
          Socket lateAccepted = server.accept()) {
        assertThat(diag.resetConnections(List.of(ADDRESS))).isZero();

        assertThat(isReset(early)).isTrue();
        assertThat(isReset(accepted)).isTrue();
        assertThat(isReset(late)).isFalse();
        assertThat(isReset(lateAccepted)).isFalse();
      }
    }
  }

  @Test
  void whoWasForgottenIsLookedForAnew() throws Exception {
    SocketDiag diag = thatMayReset();
    try (ServerSocket server = new ServerSocket(0, 10, ADDRESS)) {
      diag.foresee(List.of(ADDRESS));
      diag.forget(ADDRESS);
      try (Socket socket = new Socket(ADDRESS, server.getLocalPort());
          Socket accepted = server.accept()) {
        assertThat(diag.resetConnections(List.of(ADDRESS))).isZero();

        assertThat(isReset(socket)).isTrue();
        assertThat(isReset(accepted)).isTrue();
      }
    }
  }

  /** Of IPv4 alone, as a server has them that is told to prefer it. */
  @Test
  void connectionsThatAreNotMappedAreSeenToo() throws Exception {
    SocketDiag diag = thatMayReset();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      server.bind(new InetSocketAddress(ADDRESS, 0));
      try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET)) {
        client.connect(server.getLocalAddress());

        assertThat(diag.resetConnections(List.of(ADDRESS))).isZero();

        assertThat(isReset(client.socket())).isTrue();
      }
    }
  }

  @Test
  void oneThatCanNotBeResetIsNoFailureButAllAre() {
    int ended = Libc.ENOENT;
    int unsupported = Libc.EOPNOTSUPP;

    assertThat(SocketDiag.failures(3, List.of(ended, unsupported))).isEmpty();
    assertThat(SocketDiag.failures(3, List.of(unsupported, Libc.EPERM)))
        .containsExactly(Libc.EPERM);
    assertThat(SocketDiag.failures(2, List.of(unsupported, unsupported)))
        .containsExactly(unsupported, unsupported);
  }

  private static boolean isReset(Socket socket) throws IOException {
    socket.setSoTimeout(500);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }
}
