package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
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

  @Test
  void whoWasSeenBeforeIsResetWithoutAnotherLookAndWhoWasForgottenIsLookedForAnew()
      throws Exception {
    SocketDiag diag = new SocketDiag();
    try (ServerSocket server = new ServerSocket(0, 10, ADDRESS);
        Socket early = new Socket(ADDRESS, server.getLocalPort());
        Socket accepted = server.accept()) {
      diag.foresee(List.of(ADDRESS));
      try (Socket late = new Socket(ADDRESS, server.getLocalPort());
          Socket lateAccepted = server.accept()) {
        assertThat(diag.resetConnections(List.of(ADDRESS))).isZero();

        assertThat(isReset(early)).isTrue();
        assertThat(isReset(accepted)).isTrue();
        assertThat(diag.connections(List.of(ADDRESS), 9)).hasSize(1);

        diag.foresee(List.of(ADDRESS));
        diag.forget(ADDRESS);
        assertThat(diag.resetConnections(List.of(ADDRESS))).isZero();
        assertThat(isReset(late)).isTrue();
        assertThat(isReset(lateAccepted)).isTrue();
      }
    }
  }

  private static boolean isReset(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }
}
