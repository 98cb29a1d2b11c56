package org.batonha.transport.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
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

  private static final int RECEIVE_BYTES = 65_536;

  private final UdpSockets sockets;
  private final InetSocketAddress address;
  private final InetSocketAddress group;
  private final UdpSender sender;
  private volatile Wire wire;
  private volatile FrameHandler handler;
  private volatile boolean closed;

  /** Binds the sockets. */
  UdpLink(Links.Planned plan, Links.Means means) throws IOException {
    super(plan, means);
    this.sockets =
        UdpSockets.open(
            name(), plan.local(), plan.port(), settings, means.sockets(), means.words(), log);
    try {
      this.address =
          new InetSocketAddress(plan.local().address(), sockets.unicast().getLocalPort());
      this.group = new InetSocketAddress(settings.group(), settings.groupPort());
      SendQueue queue = new SendQueue(settings.queueBytes());
      UdpOutlet outlet = new UdpOutlet(sockets.sending());
      this.sender = new UdpSender(name(), outlet, queue, drops(), log);
    } catch (IOException | RuntimeException e) {
      sockets.close();
      throw e;
    }
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
    return sender.queuedBytes();
  }

  @Override
  public void start(Wire wire, FrameHandler handler) {
    this.wire = wire;
    this.handler = handler;
    sender.start(wire.writer(id()));
    threads.keep("baton-" + name() + "-send", sender::run);
    threads.keep(
        "baton-" + name() + "-receive", () -> receiveLoop(sockets.unicast(), false, handler));
    if (sockets.multicast() != null) {
      threads.keep(
          "baton-" + name() + "-multicast", () -> receiveLoop(sockets.multicast(), true, handler));
    }
  }

  @Override
  public boolean send(InetSocketAddress peer, OutFrame frame) {
    if (frame.maxLength() > Frame.MAX_DATAGRAM) {
      drops().count(DropCause.TOO_LARGE);
      return false;
    }
    return (peer == group || leads(peer)) && sender.send(peer, frame);
  }

  @Override
  public boolean multicast(OutFrame frame) {
    return sockets.multicast() != null && send(group, frame);
  }

  @Override
  public void awaitRoom(InetSocketAddress peer, long nanos) throws InterruptedException {
    if (!waitsForRoute(peer, nanos)) {
      sender.awaitRoom(nanos);
    }
  }

  @Override
  public void ask(InetSocketAddress peer) {
    if (leads(peer)) {
      threads.start("baton-" + name() + "-ask-" + Addresses.text(peer), () -> probe(peer));
    }
  }

  /** The question is a HELLO: if the peer lives it answers at once, on all its links. */
  private void probe(InetSocketAddress peer) {
    FrameWriter writer = wire.writer(id());
    try {
      boolean refused =
          UdpProbe.refused(
              address.getAddress(),
              peer,
              () -> greeting(writer, peer),
              () -> handler.unanswered(this, peer));
      if (refused && !closed) {
        handler.refused(this, peer);
      }
    } catch (IOException e) {
      log.debug("link '%s': %s cannot be asked: %s", name(), peer, e.getMessage());
    }
  }

  private byte[] greeting(FrameWriter writer, InetSocketAddress peer) {
    OutFrame hello = handler.greeting(this, peer);
    ByteBuffer datagram = ByteBuffer.allocate(hello.maxLength());
    writer.write(datagram, hello);
    return Arrays.copyOf(datagram.array(), datagram.position());
  }

  private void receiveLoop(DatagramSocket socket, boolean multicast, FrameHandler handler) {
    DatagramPacket packet = new DatagramPacket(new byte[RECEIVE_BYTES], RECEIVE_BYTES);
    while (!closed) {
      try {
        packet.setLength(RECEIVE_BYTES);
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
    sender.flush(CLOSE_NANOS);
    closed = true;
    try {
      sender.close();
    } catch (IOException e) {
      log.debug("link '%s' was not closed in order: %s", name(), e.getMessage());
    }
    sockets.close();
  }
}
