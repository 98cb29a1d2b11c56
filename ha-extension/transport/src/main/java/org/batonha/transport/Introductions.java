package org.batonha.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Settings;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.BadFrameException;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.LinkAddress;
import org.jgroups.logging.Log;

/**
 * Gets to know the peers by their HELLOs: who they are, and which links they have in common with
 * us, also when links come or go on either side. Thread-safe.
 */
final class Introductions {
  private final long boot;
  private final Settings settings;
  private final PeerTable table;
  private final Watch watch;
  private final Greeter greeter;
  private final Sender sender;
  private final Log log;
  private List<Link> links;

  /**
   * Creates it.
   *
   * @param boot our own boot id
   */
  Introductions(
      long boot,
      List<Link> links,
      Settings settings,
      PeerTable table,
      Watch watch,
      Greeter greeter,
      Sender sender,
      Log log) {
    this.boot = boot;
    this.links = links;
    this.settings = settings;
    this.table = table;
    this.watch = watch;
    this.greeter = greeter;
    this.sender = sender;
    this.log = log;
  }

  /**
   * Takes a HELLO.
   *
   * @return who said it; {@code null} while it may be a recording
   */
  Peer hello(Frame frame, Link link, long nowNanos) throws BadFrameException {
    Hello hello = Hello.decode(frame.payload());
    if (table.byBoot(frame.boot()) == null && hello.target() != boot) {
      greeter.challenge(frame.boot(), link, here(hello, link).address(), nowNanos);
      return null;
    }
    return learn(frame.boot(), hello, link, nowNanos);
  }

  /**
   * Who is to be answered must say where; a known one may say goodbye to the link by leaving it
   * out.
   */
  private static LinkAddress here(Hello hello, Link link) throws BadFrameException {
    return hello.links().stream()
        .filter(theirs -> same(theirs, link))
        .findFirst()
        .orElseThrow(
            () ->
                new BadFrameException(
                    DropCause.MALFORMED, "a HELLO that does not name its own link"));
  }

  private synchronized Peer learn(long peerBoot, Hello hello, Link link, long nowNanos)
      throws BadFrameException {
    PeerTable.Learned learned =
        table.learn(
            peerBoot,
            hello,
            said ->
                new Peer(
                    peerBoot, said, common(said, List.of(), nowNanos), settings.heartbeatNanos()));
    Peer peer = learned.peer();
    if (peer == null) {
      throw new BadFrameException(DropCause.TABLE_FULL, "too many peers");
    }
    learned.gone().ifPresent(gone -> replaced(gone, peer, nowNanos));
    if (learned.isNew()) {
      moveIn(peer, nowNanos);
      sender.updateRoute(peer, nowNanos);
      log.info("node '%s' is at %s, links %s", hello.node(), peer.canonical(), names(peer.links()));
    } else if (hello.linksVersion() > peer.said().linksVersion()) {
      peer.said(hello);
      match(peer, nowNanos);
      moveIn(peer, nowNanos);
    } else if (peer.on(link) == null) {
      match(peer, nowNanos); // another had moved in there, and it is back
    }
    if (learned.isNew() || hello.answerWanted()) {
      greeter.greet(peer);
    }
    return peer;
  }

  /** Else heartbeats for a node that is no more would go on to whoever has its address now. */
  private void moveIn(Peer peer, long nowNanos) {
    for (Peer other : table.moveIn(peer)) {
      sender.updateRoute(other, nowNanos);
      log.info(
          "node '%s' is where node '%s' was; that one is looked for on %s",
          peer.node(), other.node(), names(other.links()));
    }
  }

  /** This node's own links have changed. */
  synchronized void links(List<Link> changed, long nowNanos) {
    links = changed;
    table.all().forEach(peer -> match(peer, nowNanos));
  }

  /** Finds out anew which links a peer has in common with us; what stays is not disturbed. */
  private void match(Peer peer, long nowNanos) {
    List<PeerLink> before = peer.links();
    List<PeerLink> now = common(peer.said(), before, nowNanos);
    if (now.equals(before)) {
      return;
    }
    peer.links(now);
    sender.updateRoute(peer, nowNanos);
    log.info("node '%s': links are now %s", peer.node(), names(now));
    for (PeerLink gone : before) {
      if (!now.contains(gone)) {
        sender.sendAgain(peer, gone);
        if (links.contains(gone.link())) { // else it is closed soon, with all that is on it
          gone.link().forget(gone.address());
        }
      }
    }
  }

  private List<PeerLink> common(Hello hello, List<PeerLink> before, long nowNanos) {
    List<PeerLink> common = new ArrayList<>();
    for (Link link : links) {
      for (LinkAddress theirs : hello.links()) {
        if (same(theirs, link)) {
          common.add(
              before.stream()
                  .filter(known -> known.link() == link)
                  .filter(known -> known.address().equals(theirs.address()))
                  .findFirst()
                  .orElseGet(
                      () ->
                          new PeerLink(hello.node(), link, theirs.address(), settings, nowNanos)));
        }
      }
    }
    return common;
  }

  private static boolean same(LinkAddress theirs, Link link) {
    return theirs.link() == link.id() && theirs.protocol() == link.protocol();
  }

  private static List<String> names(List<PeerLink> links) {
    return links.stream().map(known -> known.link().name()).toList();
  }

  /** The process before this one on the same address is dead, whether or not anybody saw it die. */
  private void replaced(Peer gone, Peer successor, long nowNanos) {
    watch.dead(gone, "node '%s' started anew".formatted(successor.node()), nowNanos);
    for (PeerLink link : gone.links()) {
      Optional<PeerLink> now = Optional.ofNullable(successor.on(link.link()));
      if (now.filter(same -> same.address().equals(link.address())).isEmpty()) {
        link.link().forget(link.address());
      }
    }
  }
}
