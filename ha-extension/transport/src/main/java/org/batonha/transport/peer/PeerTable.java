package org.batonha.transport.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.batonha.transport.link.Link;
import org.batonha.transport.wire.Hello;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;

/**
 * Who is where: maps the one address by which the stack knows a node to its addresses on all links.
 * Thread-safe; bounded.
 *
 * <p>A node that starts again has a new boot id. It replaces its predecessor at the same address,
 * whose late frames are refused from then on. Silent peers stay: after a split, somebody must know
 * where the other part is.
 */
public final class PeerTable {
  public static final int MAX_PEERS = 256;
  public static final int MAX_RETIRED = 256;

  private final Map<Long, Peer> byBoot = new LinkedHashMap<>();
  private final Map<Long, Peer> retired =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Peer> eldest) {
          return size() > MAX_RETIRED;
        }
      };
  private volatile List<Peer> peers = List.of();
  private volatile List<Peer> newestFirst = List.of();

  /**
   * What a HELLO taught.
   *
   * @param peer who sent it; {@code null} when the table is full of living peers
   * @param isNew it was not known before
   * @param gone whose place it took
   */
  public record Learned(Peer peer, boolean isNew, Optional<Peer> gone) {}

  /** Takes a HELLO; the peer is made when it is new. */
  public synchronized Learned learn(long boot, Hello hello, Function<Hello, Peer> create) {
    Peer known = byBoot.get(boot);
    if (known != null) {
      return new Learned(known, false, Optional.empty());
    }
    Optional<Peer> gone = Optional.ofNullable(byCanonical(new IpAddress(hello.canonical())));
    if (gone.isEmpty() && byBoot.size() >= MAX_PEERS) {
      gone = oldestSilent();
      if (gone.isEmpty()) {
        return new Learned(null, false, gone);
      }
    }
    gone.ifPresent(this::remove);
    Peer peer = create.apply(hello);
    byBoot.put(boot, peer);
    publish();
    return new Learned(peer, true, gone);
  }

  /** Nothing is accepted from this start of a node any more. */
  public synchronized void retire(Peer peer) {
    retired.put(peer.boot(), peer);
  }

  public synchronized boolean isRetired(long boot) {
    return retired.containsKey(boot);
  }

  private void remove(Peer peer) {
    byBoot.remove(peer.boot());
    retire(peer);
  }

  private Optional<Peer> oldestSilent() {
    return byBoot.values().stream().filter(Peer::silent).findFirst();
  }

  private void publish() {
    List<Peer> sorted = new ArrayList<>(byBoot.values());
    sorted.sort(Comparator.comparing(Peer::node));
    peers = List.copyOf(sorted);
    List<Peer> byAge = new ArrayList<>(byBoot.values());
    Collections.reverse(byAge);
    newestFirst = List.copyOf(byAge);
  }

  /** Returns all, by name. */
  public Collection<Peer> all() {
    return peers;
  }

  public Peer byBoot(long boot) {
    for (Peer peer : peers) {
      if (peer.boot() == boot) {
        return peer;
      }
    }
    return null;
  }

  public Peer byCanonical(IpAddress canonical) {
    for (Peer peer : peers) {
      if (peer.canonical().equals(canonical)) {
        return peer;
      }
    }
    return null;
  }

  /** Returns the node that is a member of the view, also one whose place another has taken. */
  public Optional<Peer> byMember(Address member) {
    Optional<Peer> present = peers.stream().filter(peer -> peer.is(member)).findFirst();
    return present.isPresent() ? present : retiredMember(member);
  }

  private synchronized Optional<Peer> retiredMember(Address member) {
    return retired.values().stream().filter(peer -> peer.is(member)).findFirst();
  }

  /** Returns the peer that has a link. */
  public Optional<Peer> owner(PeerLink link) {
    return peers.stream().filter(peer -> peer.links().contains(link)).findFirst();
  }

  /**
   * Returns the peer that listens at an address of a link: of several the one that lives, and of
   * these the one that came last.
   */
  public Optional<Peer> at(Link link, InetSocketAddress address) {
    return newestFirst.stream()
        .filter(peer -> peer.on(link) != null && peer.on(link).address().equals(address))
        .min(Comparator.comparing(PeerTable::isGone)); // of equal ones the first
  }

  /**
   * Where a peer is that has just said so, nobody else is any more who has stopped or is silent.
   *
   * @return who was, and is not looked for there from now on
   */
  public synchronized List<Peer> moveIn(Peer peer) {
    List<Peer> movedOut = new ArrayList<>();
    for (Peer other : peers) {
      List<PeerLink> left = other.links().stream().filter(l -> !peer.isAt(l)).toList();
      if (other != peer && isGone(other) && left.size() < other.links().size()) {
        other.links(left);
        movedOut.add(other);
      }
    }
    return movedOut;
  }

  private static boolean isGone(Peer peer) {
    return peer.stopped() || peer.silent();
  }
}
