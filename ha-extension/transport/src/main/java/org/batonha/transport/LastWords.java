package org.batonha.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.batonha.transport.link.Link;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.BadFrameException;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.LastWord;
import org.batonha.transport.wire.LinkProtocol;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Pledge;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;

/**
 * The last words of nodes: what this node pledges to its peers, what a process that outlives it has
 * to send for it, and what comes from the peers' sentinels. A proven one that says that a process
 * is dead makes it suspected at once. Thread-safe.
 */
public final class LastWords {
  private final List<LastWordListener> listeners = new CopyOnWriteArrayList<>();
  private final Log log;
  private volatile Own own;
  private volatile Connection connection;

  private record Own(long run, byte[] secret) {}

  private record Connection(Wire wire, Supplier<List<Link>> links, PeerTable table, Watch watch) {}

  /**
   * What has to be sent on one link, when this node can do so no more.
   *
   * @param link the link's name
   * @param local the address to send from
   * @param dead the datagram that says that this node's process is dead and holds nothing
   * @param letGo the datagram that says only that it holds nothing
   * @param peers where to
   */
  public record Route(
      String link, InetAddress local, byte[] dead, byte[] letGo, List<InetSocketAddress> peers) {
    /** Copies the list. */
    public Route {
      peers = List.copyOf(peers);
    }
  }

  LastWords(Log log) {
    this.log = log;
  }

  /**
   * Draws the secret that will prove this node's last word, and tells the peers of it from now on,
   * with each HELLO. Called again, for another run in the same process, it replaces the former.
   *
   * @param run the number of this run; {@link LastWordListener} gets it
   */
  public void pledge(long run) {
    own = new Own(run, LastWord.draw());
  }

  /**
   * Returns what has to be sent for this node when it is dead: one entry for each link that has
   * peers. Changes with the peers. Contains the secrets, so hand it to this node's sentinel only.
   * Empty while the channel is not connected, and before {@link #pledge}.
   */
  public List<Route> routes() {
    Own mine = own;
    Connection now = connection;
    if (mine == null || now == null) {
      return List.of();
    }
    List<Route> routes = new ArrayList<>();
    for (Link link : now.links.get()) {
      List<InetSocketAddress> peers = hasAddresses(link) ? peers(now.table, link) : List.of();
      if (!peers.isEmpty()) {
        routes.add(
            new Route(
                link.name(),
                link.address().getAddress(),
                datagram(LastWord.Kind.DEAD, mine, now.wire, link),
                datagram(LastWord.Kind.LET_GO, mine, now.wire, link),
                peers));
      }
    }
    return routes;
  }

  /** Not a serial line, which no other process can share. */
  private static boolean hasAddresses(Link link) {
    return link.protocol() != LinkProtocol.SERIAL;
  }

  private static byte[] datagram(LastWord.Kind kind, Own mine, Wire wire, Link link) {
    return LastWord.of(kind, mine.run, mine.secret).datagram(wire, link.id());
  }

  private static List<InetSocketAddress> peers(PeerTable table, Link link) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (Peer peer : table.all()) {
      PeerLink there = peer.stopped() ? null : peer.on(link);
      if (there != null) {
        addresses.add(there.address());
      }
    }
    return addresses;
  }

  /** Adds a listener; it is told from now on. */
  public void addListener(LastWordListener listener) {
    listeners.add(listener);
  }

  /** Removes a listener. */
  public void removeListener(LastWordListener listener) {
    listeners.remove(listener);
  }

  void connected(Wire wire, Supplier<List<Link>> links, PeerTable table, Watch watch) {
    connection = new Connection(wire, links, table, watch);
  }

  void disconnected() {
    connection = null;
  }

  /** Tells a peer by what this node's last word will be known, on all its links. */
  void tell(Peer peer) {
    Own mine = own;
    Connection now = connection;
    if (mine != null && now != null) {
      byte[] payload = Pledge.of(mine.run, mine.secret, now.wire.boot()).encode();
      peer.links().stream()
          .filter(there -> hasAddresses(there.link()))
          .forEach(there -> there.send(new OutFrame(FrameType.PLEDGE, 0, payload)));
    }
  }

  /**
   * Takes a LAST_WORD, which comes unsealed.
   *
   * @throws BadFrameException when it proves nothing, or nothing new
   */
  void heard(Frame frame) throws BadFrameException {
    Connection now = connection;
    if (frame.sealed()) {
      throw new BadFrameException(DropCause.MALFORMED, "a last word that is encrypted");
    }
    LastWord word = LastWord.decode(frame.payload());
    Peer peer = now == null ? null : now.table.byBoot(frame.boot());
    Pledge pledge = peer == null ? null : peer.pledge();
    if (pledge == null) {
      throw new BadFrameException(
          DropCause.UNPROVEN, "the last word of a start that pledged nothing here");
    }
    if (!pledge.isKeptBy(word, frame.boot())) {
      throw new BadFrameException(DropCause.FORGED, "a last word without its secret");
    }
    if (!peer.takeLastWord(word.kind())) {
      throw new BadFrameException(DropCause.DUPLICATE, "a last word that came before");
    }
    taken(peer, word, now.watch);
  }

  private void taken(Peer peer, LastWord word, Watch watch) {
    boolean dead = word.kind() == LastWord.Kind.DEAD;
    for (LastWordListener listener : listeners) {
      listener.lastWord(peer.node(), word.run(), dead);
    }
    if (dead) {
      watch.dead(peer, "its process is dead, its sentinel says", System.nanoTime());
    }
    log.info( // last: its time would be a part of the takeover's
        "node '%s', run %d: its sentinel has let go of all, its process %s",
        peer.node(), word.run(), dead ? "is dead" : "may live");
  }
}
