package org.batonha.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.Consumer;
import org.batonha.transport.link.DropCounters;
import org.batonha.transport.link.FrameHandler;
import org.batonha.transport.link.Link;
import org.batonha.transport.wire.LinkProtocol;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;

/** A link whose cable can be cut: nothing goes out or comes in, and nobody is told. */
final class SeverableLink implements Link {
  private final Link link;
  private volatile Consumer<byte[]> tap = frame -> {};
  private volatile Gate gate;
  private volatile boolean severed;
  private volatile boolean mute;
  private volatile InetSocketAddress jammed;

  SeverableLink(Link link) {
    this.link = link;
  }

  /** Shows each frame that comes in to somebody. */
  void tap(Consumer<byte[]> watcher) {
    tap = watcher;
  }

  void sever() {
    severed = true;
  }

  /** Nothing goes out. */
  void mute() {
    mute = true;
  }

  /** There is no room for anything to one peer, as when it hangs and all on its way is full. */
  void jam(InetSocketAddress peer) {
    jammed = peer;
  }

  void mend() {
    severed = false;
    mute = false;
    jammed = null;
  }

  /** As if a frame had come in, past the socket. */
  void inject(byte[] frame, InetSocketAddress from) {
    gate.received(this, frame, 0, frame.length, from, false);
  }

  private boolean silent() {
    return severed || mute;
  }

  @Override
  public void start(Wire wire, FrameHandler handler) {
    gate = new Gate(handler);
    link.start(wire, gate);
  }

  @Override
  public boolean send(InetSocketAddress peer, OutFrame frame) {
    return silent() || !peer.equals(jammed) && link.send(peer, frame);
  }

  @Override
  public boolean multicast(OutFrame frame) {
    return silent() || link.multicast(frame);
  }

  @Override
  public String name() {
    return link.name();
  }

  @Override
  public int id() {
    return link.id();
  }

  @Override
  public LinkProtocol protocol() {
    return link.protocol();
  }

  @Override
  public String place() {
    return link.place();
  }

  @Override
  public String device() {
    return link.device();
  }

  @Override
  public InetSocketAddress address() {
    return link.address();
  }

  @Override
  public int priority() {
    return link.priority();
  }

  @Override
  public void priority(int changed) {
    link.priority(changed);
  }

  @Override
  public DropCounters drops() {
    return link.drops();
  }

  @Override
  public long queuedBytes() {
    return link.queuedBytes();
  }

  @Override
  public void awaitRoom(InetSocketAddress peer, long nanos) throws InterruptedException {
    link.awaitRoom(peer, nanos);
  }

  @Override
  public void hurry(InetSocketAddress peer) {
    link.hurry(peer);
  }

  @Override
  public void ask(InetSocketAddress peer) {
    if (!silent()) {
      link.ask(peer);
    }
  }

  @Override
  public void unreachable(InetSocketAddress peer) {
    link.unreachable(peer);
  }

  @Override
  public void departed(InetSocketAddress peer) {
    link.departed(peer);
  }

  @Override
  public void forget(InetSocketAddress peer) {
    link.forget(peer);
  }

  @Override
  public boolean failed(InetSocketAddress peer) {
    return link.failed(peer);
  }

  @Override
  public void close() {
    link.close();
  }

  /** What comes in passes here. */
  private final class Gate implements FrameHandler {
    private final FrameHandler handler;

    Gate(FrameHandler handler) {
      this.handler = handler;
    }

    @Override
    public InetSocketAddress received(
        Link inner,
        byte[] buffer,
        int offset,
        int length,
        InetSocketAddress from,
        boolean multicast) {
      tap.accept(Arrays.copyOfRange(buffer, offset, offset + length));
      return severed
          ? null
          : handler.received(SeverableLink.this, buffer, offset, length, from, multicast);
    }

    @Override
    public void refused(Link inner, InetSocketAddress peer) {
      if (!severed) {
        handler.refused(SeverableLink.this, peer);
      }
    }

    @Override
    public void unanswered(Link link, InetSocketAddress peer) {
      handler.unanswered(SeverableLink.this, peer);
    }

    @Override
    public void broken(Link inner, InetSocketAddress peer) {
      handler.broken(SeverableLink.this, peer);
    }

    @Override
    public boolean expects(Link inner, InetSocketAddress address) {
      return handler.expects(SeverableLink.this, address);
    }

    @Override
    public OutFrame greeting(Link inner, InetSocketAddress peer) {
      return handler.greeting(SeverableLink.this, peer);
    }
  }
}
