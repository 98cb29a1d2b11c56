package org.batonha.transport.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.batonha.transport.wire.BadFrameException;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;

/**
 * The UDP port beside a tcp link, of the same number: last words come there, and nothing else is
 * taken. Who says them has no connection, and no time to make one.
 */
final class WordPort {
  /** A last word is shorter; what is longer is cut, and then refused. */
  private static final int BUFFER = 256;

  /** Shorter than a link's: it may be a udp link of this node that has the port, and keeps it. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final TcpLink link;
  private final DatagramSocket socket;
  private volatile boolean closed;

  private WordPort(TcpLink link, DatagramSocket socket) {
    this.link = link;
    this.socket = socket;
  }

  /**
   * Opens it and starts to receive; where the port is taken, for example by a udp link of this
   * node, the link goes on without it: death is then known by what TCP says, or by another link.
   *
   * @return {@code null} when there is none
   */
  static WordPort open(TcpLink link, FrameHandler handler) {
    InetSocketAddress address = link.address();
    try {
      DatagramSocket socket = Binding.patiently(PATIENCE, () -> new DatagramSocket(address));
      WordPort port = new WordPort(link, socket);
      link.threads.keep("baton-" + link.name() + "-words", () -> port.receiveLoop(handler));
      return port;
    } catch (IOException e) {
      link.log.info(
          "link '%s' hears no last words, for UDP %s cannot be bound (%s): a peer's death is known"
              + " otherwise, but later",
          link.name(), Addresses.text(address), e.getMessage());
      return null;
    }
  }

  private void receiveLoop(FrameHandler handler) {
    DatagramPacket packet = new DatagramPacket(new byte[BUFFER], BUFFER);
    while (!closed) {
      try {
        packet.setLength(BUFFER);
        socket.receive(packet);
        received(packet, handler);
      } catch (IOException e) {
        if (!closed) {
          link.log.debug("link '%s' cannot receive: %s; going on", link.name(), e.getMessage());
          LockSupport.parkNanos(UdpLink.ERROR_PAUSE_NANOS);
        }
      }
    }
  }

  private void received(DatagramPacket packet, FrameHandler handler) {
    byte[] bytes = packet.getData();
    try {
      FrameType type = Frame.decode(bytes, packet.getOffset(), packet.getLength()).type();
      if (type != FrameType.LAST_WORD) {
        throw new BadFrameException(DropCause.MALFORMED, type + " by UDP on a tcp link");
      }
      InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
      handler.received(link, bytes, packet.getOffset(), packet.getLength(), from, false);
    } catch (BadFrameException e) {
      link.drops().count(e.dropCause());
    }
  }

  void close() {
    closed = true;
    socket.close();
  }

  /** A udp link of this node takes the port. */
  void cede(String udpLink) {
    close();
    link.log.info(
        "link '%s' hears no last words any more, for link '%s' takes its UDP port: they come by that one",
        link.name(), udpLink);
  }
}
