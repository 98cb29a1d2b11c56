package org.batonha.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.jgroups.logging.LogFactory;
import org.jgroups.util.DefaultSocketFactory;
import org.junit.jupiter.api.Test;

class UdpSocketsTest {
  private static final int PORT = 17_690;

  private static UdpSockets open() throws IOException {
    InetAddress address = InetAddress.getByName("127.0.1.9");
    Settings settings =
        new Settings(100, 5, InetAddress.getByName("230.0.0.9"), 45_799, 1, 1 << 20, false);
    return UdpSockets.open(
        "lan",
        LocalInterface.of("lan", address),
        PORT,
        settings,
        new DefaultSocketFactory(),
        new WordPorts(),
        LogFactory.getLog(UdpSocketsTest.class));
  }

  /** The thread that receives on a closed socket is not out of the system's call at once. */
  @Test
  void aPortThatWasJustClosedIsBoundAgain() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      UdpSockets sockets = open();
      Thread receiver = new Thread(() -> receive(sockets.unicast()));
      receiver.start();
      while (receiver.getState() == Thread.State.NEW) {
        Thread.onSpinWait();
      }
      sockets.close();
    }
  }

  private static void receive(DatagramSocket socket) {
    try {
      socket.receive(new DatagramPacket(new byte[1], 1));
    } catch (IOException e) {
      // closed
    }
  }

  @Test
  void aPortThatStaysTakenIsRefusedWithWhatToDo() throws IOException {
    UdpSockets taken = open();
    try {
      assertThatThrownBy(UdpSocketsTest::open)
          .hasMessageContaining("link 'lan' cannot bind UDP 127.0.1.9:" + PORT)
          .hasMessageContaining("free the port, or give the link another");
    } finally {
      taken.close();
    }
    UdpSockets free = open();
    assertThat(free.unicast().getLocalPort()).isEqualTo(PORT);
    free.close();
  }
}
