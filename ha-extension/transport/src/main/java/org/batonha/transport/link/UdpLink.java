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
import org.batonha.transport.wire.LinkProtocol;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;
import org.jgroups.util.SocketFactory;

/** A link over UDP: one frame is one datagram. */
public final class UdpLink implements Link {
  public static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  public static final long ERROR_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String name;
  private final String device;
  private final UdpSockets sockets;
  private final InetSocketAddress address;
  private final InetSocketAddress group;
  private final SendQueue queue;
  private final DropCounters drops;
  private final Threads threads;
  private final Log log;
  private volatile boolean closed;
  private boolean sending = true; // sender thread only: for one log line per change

  /** Binds the sockets. */
  public UdpLink(
      String name,
      LocalInterface local,
      int port,
      Settings settings,
      SocketFactory factory,
      Threads threads,
      DropCounters drops,
      Log log)
      throws IOException {
    this.name = name;
    this.device = local.device().getName();
    this.sockets = UdpSockets.open(name, local, port, settings, factory, log);
    this.address = new InetSocketAddress(local.address(), sockets.unicast().getLocalPort());
    this.group = new InetSocketAddress(settings.group(), settings.groupPort());
    this.queue = new SendQueue(settings.queueBytes());
    this.threads = threads;
    this.drops = drops;
    this.log = log;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int id() {
    return Wire.hash(name);
  }

  @Override
  public LinkProtocol protocol() {
    return LinkProtocol.UDP;
  }

  @Override
  public String device() {
    return device;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void start(Wire wire, FrameHandler handler) {
    threads.start("baton-" + name + "-send", () -> sendLoop(wire));
    threads.start(
        "baton-" + name + "-receive", () -> receiveLoop(sockets.unicast(), false, handler));
    if (sockets.multicast() != null) {
      threads.start(
          "baton-" + name + "-multicast", () -> receiveLoop(sockets.multicast(), true, handler));
    }
  }

  @Override
  public boolean send(InetSocketAddress peer, OutFrame frame) {
    if (frame.length() > Frame.MAX_DATAGRAM) {
      drops.count(DropCause.TOO_LARGE);
      return false;
    }
    return queue.offer(peer, frame);
  }

  @Override
  public boolean multicast(OutFrame frame) {
    return sockets.multicast() != null && send(group, frame);
  }

  @Override
  public void awaitRoom(InetSocketAddress peer, long nanos) throws InterruptedException {
    queue.awaitRoom(nanos);
  }

  @Override
  public void unreachable(InetSocketAddress peer) {
    // A datagram to nobody holds up nothing.
  }

  @Override
  public void departed(InetSocketAddress peer) {
    // No connection, nothing to forget.
  }

  @Override
  public void forget(InetSocketAddress peer) {
    // As above.
  }

  @Override
  public boolean failed(InetSocketAddress peer) {
    return false; // silence on UDP never says that nobody is there
  }

  private void sendLoop(Wire wire) {
    ByteBuffer buffer = ByteBuffer.allocate(Frame.MAX_DATAGRAM);
    try {
      for (SendQueue.Item item = queue.take(); item != null; item = queue.take()) {
        buffer.clear();
        wire.encode(buffer, id(), item.frame());
        sendOne(new DatagramPacket(buffer.array(), buffer.position(), item.destination()));
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
        log.info("link '%s' sends again", name);
      }
    } catch (IOException | IllegalArgumentException e) {
      drops.count(DropCause.SEND_ERROR);
      if (sending && !closed) {
        sending = false;
        log.warn(
            "link '%s' cannot send to %s: %s; it goes on trying",
            name, packet.getSocketAddress(), e.getMessage());
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
          log.debug("link '%s' cannot receive: %s; it goes on trying", name, e.getMessage());
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
