package org.batonha.transport.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameWriter;
import org.batonha.transport.wire.LinkProtocol;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;

/** A link over UDP: one frame is one datagram. */
final class UdpLink extends LinkBase {
  public static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  public static final long ERROR_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final UdpSockets sockets;
  private final InetSocketAddress address;
  private final InetSocketAddress group;
  private final SendQueue queue;
  private volatile boolean closed;
  private boolean sending = true; // sender thread only: for one log line per change

  /** Binds the sockets. */
  UdpLink(Links.Planned plan, Links.Means means) throws IOException {
    super(plan, means);
    this.sockets =
        UdpSockets.open(name(), plan.local(), plan.port(), settings, means.sockets(), log);
    this.address = new InetSocketAddress(plan.local().address(), sockets.unicast().getLocalPort());
    this.group = new InetSocketAddress(settings.group(), settings.groupPort());
    this.queue = new SendQueue(settings.queueBytes());
  }

  @Override
  public LinkProtocol protocol() {
    return LinkProtocol.UDP;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public long queuedBytes() {
    return queue.bytes();
  }

  @Override
  public void start(Wire wire, FrameHandler handler) {
    threads.start("baton-" + name() + "-send", () -> sendLoop(wire));
    threads.start(
        "baton-" + name() + "-receive", () -> receiveLoop(sockets.unicast(), false, handler));
    if (sockets.multicast() != null) {
      threads.start(
          "baton-" + name() + "-multicast", () -> receiveLoop(sockets.multicast(), true, handler));
    }
  }

  @Override
  public boolean send(InetSocketAddress peer, OutFrame frame) {
    if (frame.maxLength() > Frame.MAX_DATAGRAM) {
      drops().count(DropCause.TOO_LARGE);
      return false;
    }
    return (peer == group || leads(peer)) && queue.offer(peer, frame);
  }

  @Override
  public boolean multicast(OutFrame frame) {
    return sockets.multicast() != null && send(group, frame);
  }

  @Override
  public void awaitRoom(InetSocketAddress peer, long nanos) throws InterruptedException {
    if (!waitsForRoute(peer, nanos)) {
      queue.awaitRoom(nanos);
    }
  }

  private void sendLoop(Wire wire) {
    ByteBuffer buffer = ByteBuffer.allocate(Frame.MAX_DATAGRAM);
    FrameWriter writer = wire.writer(id());
    try {
      for (SendQueue.Item item = queue.take(); item != null; item = queue.take()) {
        buffer.clear();
        writer.write(buffer, item.frame());
        sendOne(new DatagramPacket(buffer.array(), buffer.position(), item.destination()));
        queue.release(item);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An interface that is down, or has lost its address, must not stop the link for ever. */
  private void sendOne(DatagramPacket packet) {
    try {
      sockets.unicast().send(packet);
      if (!sending) {
        sending = true;
        log.info("link '%s' sends again", name());
      }
    } catch (IOException | IllegalArgumentException e) {
      drops().count(DropCause.SEND_ERROR);
      if (sending && !closed) {
        sending = false;
        log.warn(
            "link '%s' cannot send to %s: %s; it goes on trying",
            name(), packet.getSocketAddress(), e.getMessage());
      }
    }
  }

  private void receiveLoop(DatagramSocket socket, boolean multicast, FrameHandler handler) {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    while (!closed) {
      try {
        packet.setLength(65_536);
        socket.receive(packet);
        handler.received(
            this,
            packet.getData(),
            packet.getOffset(),
            packet.getLength(),
            (InetSocketAddress) packet.getSocketAddress(),
            multicast);
      } catch (IOException e) {
        if (!closed) {
          log.debug("link '%s' cannot receive: %s; it goes on trying", name(), e.getMessage());
          LockSupport.parkNanos(ERROR_PAUSE_NANOS);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      queue.awaitEmpty(CLOSE_NANOS);
      // The last frame may be on its way between the queue and the socket.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed = true;
    queue.close();
    sockets.close();
  }
}
