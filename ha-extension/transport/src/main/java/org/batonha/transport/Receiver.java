package org.batonha.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.batonha.transport.link.FrameHandler;
import org.batonha.transport.link.Link;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.BadFrameException;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.DuplicateFilters;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Heartbeat;
import org.batonha.transport.wire.Opener;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Pledge;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;

/** Takes the frames of all links: checks, counts, filters, and hands on what is left. */
final class Receiver implements FrameHandler {
  private final Wire wire;
  private final Opener opener;
  private final PeerTable table;
  private final DuplicateFilters filters = new DuplicateFilters();
  private final Transitions transitions;
  private final Watch watch;
  private final Greeter greeter;
  private final Introductions introductions;
  private final LastWords lastWords;
  private final Sender sender;
  private final Stack stack;
  private final Log log;

  Receiver(
      Wire wire,
      Opener opener,
      PeerTable table,
      Transitions transitions,
      Watch watch,
      Greeter greeter,
      Introductions introductions,
      LastWords lastWords,
      Sender sender,
      Stack stack,
      Log log) {
    this.wire = wire;
    this.opener = opener;
    this.table = table;
    this.transitions = transitions;
    this.watch = watch;
    this.greeter = greeter;
    this.introductions = introductions;
    this.lastWords = lastWords;
    this.sender = sender;
    this.stack = stack;
    this.log = log;
  }

  @Override
  public OutFrame greeting(Link link, InetSocketAddress peer) {
    return greeter.greeting(link, peer);
  }

  @Override
  public boolean expects(Link link, InetSocketAddress address) {
    return greeter.expects(link, address);
  }

  @Override
  public InetSocketAddress received(
      Link link, byte[] buffer, int offset, int length, InetSocketAddress from, boolean multicast) {
    try {
      Frame frame = Frame.decode(buffer, offset, length);
      checkOurs(frame, link);
      if (frame.type() == FrameType.LAST_WORD) {
        lastWords.heard(frame);
        return null; // it is not the peer who sent it
      }
      PeerLink peerLink = accept(opener.open(frame), link, multicast);
      return peerLink == null ? null : peerLink.address();
    } catch (BadFrameException e) {
      link.drops().count(e.dropCause());
      if (log.isTraceEnabled()) {
        log.trace("link '%s': frame from %s dropped: %s", link.name(), from, e.getMessage());
      }
    } catch (RuntimeException | Error e) { // no memory for this one: the next may be smaller
      link.drops().count(DropCause.FAILED);
      log.error("link '%s': frame from %s: %s".formatted(link.name(), from, e.getMessage()), e);
    }
    return null;
  }

  private void checkOurs(Frame frame, Link link) throws BadFrameException {
    if (frame.cluster() != wire.cluster()) {
      throw new BadFrameException(DropCause.FOREIGN_CLUSTER, "another cluster");
    }
    if (frame.boot() == wire.boot()) {
      throw new BadFrameException(DropCause.SELF, "our own");
    }
    if (frame.link() != link.id()) {
      throw new BadFrameException(DropCause.OTHER_LINK, "another link");
    }
    if (table.isRetired(frame.boot())) {
      throw new BadFrameException(DropCause.RETIRED, "a start that is over");
    }
  }

  private PeerLink accept(Frame frame, Link link, boolean multicast) throws BadFrameException {
    long nowNanos = System.nanoTime();
    Peer peer =
        frame.type() == FrameType.HELLO
            ? introductions.hello(frame, link, nowNanos)
            : table.byBoot(frame.boot());
    if (peer == null) {
      throw new BadFrameException(DropCause.UNPROVEN, "from a start that may be a recording");
    }
    PeerLink peerLink = peer == null ? null : peer.on(link);
    if (peerLink != null) {
      transitions.tell(peerLink, peerLink.heard(frame, multicast, nowNanos));
    }
    switch (frame.type()) {
      case DATA -> data(frame, peer);
      case HEARTBEAT -> heartbeat(Heartbeat.decode(frame.payload()), peerLink, nowNanos);
      case BYE -> bye(peer);
      case PLEDGE -> peer.pledged(Pledge.decode(frame.payload()));
      case HELLO, LAST_WORD -> {
        // Taken above: who it is had to be known first.
      }
    }
    return peerLink;
  }

  private void data(Frame frame, Peer peer) throws BadFrameException {
    switch (filters.check(frame.boot(), frame.sequence())) {
      case FRESH -> {
        stack.deliver(peer.canonical(), frame.buffer(), frame.offset(), frame.length());
      }
      case DUPLICATE -> throw new BadFrameException(DropCause.DUPLICATE, "seen before");
      case LATE -> throw new BadFrameException(DropCause.LATE, "too late");
    }
  }

  private void heartbeat(Heartbeat heartbeat, PeerLink peerLink, long nowNanos)
      throws BadFrameException {
    if (peerLink != null) {
      transitions.tell(peerLink, peerLink.heartbeat(heartbeat, wire.boot(), nowNanos));
    }
  }

  private void bye(Peer peer) {
    table.retire(peer);
    peer.stop();
    for (PeerLink link : peer.links()) {
      link.link().departed(link.address());
      transitions.tell(link, link.lost("it has stopped"));
    }
  }

  @Override
  public void broken(Link link, InetSocketAddress address) {
    table.at(link, address).map(peer -> peer.on(link)).ifPresent(sender::sendAgain);
  }

  @Override
  public void refused(Link link, InetSocketAddress address) {
    Optional<Peer> peer = table.at(link, address);
    if (peer.isPresent() && !peer.get().stopped()) {
      watch.refused(peer.get(), link, System.nanoTime());
    }
  }

  @Override
  public void unanswered(Link link, InetSocketAddress address) {
    table
        .at(link, address)
        .filter(peer -> !peer.stopped())
        .ifPresent(peer -> watch.unanswered(peer, link, System.nanoTime()));
  }
}
