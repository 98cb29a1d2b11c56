package org.batonha.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batonha.transport.link.Addresses;
import org.batonha.transport.link.FrameHandler;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Settings;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.BadFrameException;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.DuplicateFilters;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Heartbeat;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.LinkAddress;
import org.batonha.transport.wire.Opener;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Pledge;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;

/** Takes the frames of all links: checks, counts, filters, and hands on what is left. */
final class Receiver implements FrameHandler {
  private final Wire wire;
  private final Opener opener;
  private final Settings settings;
  private final PeerTable table;
  private final DuplicateFilters filters = new DuplicateFilters();
  private final Transitions transitions;
  private final Watch watch;
  private final Greeter greeter;
  private final LastWords lastWords;
  private final Sender sender;
  private final Stack stack;
  private final Log log;
  private volatile List<Link> links;

  Receiver(
      Wire wire,
      Opener opener,
      List<Link> links,
      Settings settings,
      PeerTable table,
      Transitions transitions,
      Watch watch,
      Greeter greeter,
      LastWords lastWords,
      Sender sender,
      Stack stack,
      Log log) {
    this.wire = wire;
    this.opener = opener;
    this.links = links;
    this.settings = settings;
    this.table = table;
    this.transitions = transitions;
    this.watch = watch;
    this.greeter = greeter;
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
    } catch (RuntimeException e) {
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
        frame.type() == FrameType.HELLO ? hello(frame, link, nowNanos) : table.byBoot(frame.boot());
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

  private void heartbeat(Heartbeat heartbeat, PeerLink peerLink, long nowNanos) {
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

  /** Returns who said it; {@code null} while it may be a recording. */
  private Peer hello(Frame frame, Link link, long nowNanos) throws BadFrameException {
    Hello hello = Hello.decode(frame.payload());
    LinkAddress here =
        hello.links().stream()
            .filter(theirs -> same(theirs, link))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadFrameException(
                        DropCause.MALFORMED, "a HELLO that does not name its own link"));
    if (table.byBoot(frame.boot()) == null && hello.target() != wire.boot()) {
      greeter.challenge(frame.boot(), link, here.address(), nowNanos);
      return null;
    }
    return learn(frame.boot(), hello, nowNanos);
  }

  private Peer learn(long boot, Hello hello, long nowNanos) throws BadFrameException {
    PeerTable.Learned learned =
        table.learn(
            boot, hello, said -> new Peer(boot, said, common(said), settings.heartbeatNanos()));
    if (learned.peer() == null) {
      throw new BadFrameException(DropCause.TABLE_FULL, "too many peers");
    }
    learned.gone().ifPresent(gone -> replaced(gone, learned.peer()));
    if (learned.isNew()) {
      sender.updateRoute(learned.peer(), nowNanos);
      log.info(
          "node '%s' is at %s, links %s",
          hello.node(),
          learned.peer().canonical(),
          learned.peer().links().stream().map(known -> known.link().name()).toList());
    }
    if (learned.isNew() || hello.answerWanted()) {
      greeter.greet(learned.peer());
    }
    return learned.peer();
  }

  private List<PeerLink> common(Hello hello) {
    long nowNanos = System.nanoTime();
    List<PeerLink> common = new ArrayList<>();
    for (Link link : links) {
      for (LinkAddress theirs : hello.links()) {
        if (same(theirs, link)) {
          common.add(new PeerLink(hello.node(), link, theirs.address(), settings, nowNanos));
        }
      }
    }
    return common;
  }

  private static boolean same(LinkAddress theirs, Link link) {
    return theirs.link() == link.id() && theirs.protocol() == link.protocol();
  }

  /** The process before this one on the same address is dead, whether or not anybody saw it die. */
  private void replaced(Peer gone, Peer successor) {
    watch.dead(gone, "node '%s' started anew".formatted(successor.node()), System.nanoTime());
    for (PeerLink link : gone.links()) {
      PeerLink now = successor.on(link.link());
      if (now == null || !now.address().equals(link.address())) {
        link.link().forget(link.address());
      }
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
      String reason =
          "its process is dead: %s refuses connections".formatted(Addresses.text(address));
      watch.dead(peer.get(), reason, System.nanoTime());
    }
  }
}
