package org.batonha.transport.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks whether a process still has its UDP port. Stateless; blocks its caller.
 *
 * <p>For a port that nobody has, a system answers by ICMP, and who has connected a socket is told.
 * It is asked again after growing pauses: a process that is being killed has the port for a moment
 * longer than its connections. Seldom, for a system says so six times at once and then once a
 * second; so where much was sent there it may say nothing any more, and that nothing at all comes
 * is told as well.
 */
final class UdpProbe {
  /** For how long each answer is waited for, in milliseconds. */
  private static final int[] WAITS_MILLIS = {2, 4, 6, 16, 32};

  /** Whoever lives has answered after so many questions. */
  private static final int ENOUGH = 3;

  /** These waits take so long, unless this process was stalled; then it may have missed answers. */
  private static final long NOT_STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(2 + 4 + 6 + 4);

  private UdpProbe() {}

  /**
   * Asks until the answer is that nobody has the port.
   *
   * @param local the address to ask from
   * @param question makes the datagram, anew each time
   * @param silent is run when there was time enough for an answer
   * @return whether that answer came in time; without it nothing is known
   * @throws IOException when it cannot be asked
   */
  static boolean refused(
      InetAddress local, InetSocketAddress to, Supplier<byte[]> question, Runnable silent)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(local, 0))) {
      socket.connect(to);
      long began = System.nanoTime();
      for (int asked = 1; asked <= WAITS_MILLIS.length; asked++) {
        byte[] datagram = question.get();
        socket.send(new DatagramPacket(datagram, datagram.length));
        await(socket, WAITS_MILLIS[asked - 1]);
        if (asked == ENOUGH && System.nanoTime() - began < NOT_STALLED_NANOS) {
          silent.run();
        }
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
