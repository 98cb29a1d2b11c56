package org.batonha.transport.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;

/**
 * Asks whether a process still has its UDP port. Stateless; blocks its caller.
 *
 * <p>For a port that nobody has, a system answers by ICMP, and who has connected a socket is told.
 * It is asked again after growing pauses: a process that is being killed has the port for a moment
 * longer than its connections. Seldom, for a system says so six times at once and then once a
 * second.
 */
final class UdpProbe {
  /** For how long the first answer is waited for, in milliseconds. */
  static final int FIRST_MILLIS = 2;

  /** For how long any answer is waited for at most, in milliseconds. */
  static final int MAX_MILLIS = 32;

  private UdpProbe() {}

  /**
   * Asks until the answer is that nobody has the port.
   *
   * @param local the address to ask from
   * @param question makes the datagram, anew each time
   * @return whether that answer came in time; without it nothing is known
   * @throws IOException when it cannot be asked
   */
  static boolean refused(InetAddress local, InetSocketAddress to, Supplier<byte[]> question)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(local, 0))) {
      socket.connect(to);
      for (int millis = FIRST_MILLIS; millis <= MAX_MILLIS; millis *= 2) {
        byte[] datagram = question.get();
        socket.send(new DatagramPacket(datagram, datagram.length));
        await(socket, millis);
      }
      return false;
    } catch (PortUnreachableException e) {
      return true;
    }
  }

  /** A peer that lives answers elsewhere: here comes the system's word, or nothing. */
  private static void await(DatagramSocket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      socket.receive(new DatagramPacket(new byte[0], 0));
    } catch (SocketTimeoutException e) {
      // Nothing.
    }
  }
}
