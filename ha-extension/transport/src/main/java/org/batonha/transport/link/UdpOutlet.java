package org.batonha.transport.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** The sending side of a datagram socket that does not block; the socket is not its own. */
final class UdpOutlet implements UdpSender.Outlet {
  private final DatagramChannel channel;
  private final Selector room;

  UdpOutlet(DatagramChannel channel) throws IOException {
    this.channel = channel;
    this.room = Selector.open();
    channel.register(room, SelectionKey.OP_WRITE);
  }

  @Override
  public boolean send(ByteBuffer datagram, InetSocketAddress destination) throws IOException {
    return channel.send(datagram, destination) > 0;
  }

  @Override
  public void awaitRoom() throws IOException {
    try {
      room.select();
      room.selectedKeys().clear();
    } catch (ClosedSelectorException e) {
      // Closed: there is nothing to wait for.
    }
  }

  @Override
  public void close() throws IOException {
    room.close();
  }
}
