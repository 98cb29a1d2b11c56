package org.batonha.transport.peer;

import java.util.List;
import org.batonha.transport.LinkMode;
import org.batonha.transport.LinkState;
import org.batonha.transport.link.Link;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.LastWord;
import org.batonha.transport.wire.Pledge;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.UUID;

/** Another node, in one of its starts. */
public final class Peer {
  private final long boot;
  private final String node;
  private final long memberMost;
  private final long memberLeast;
  private final IpAddress canonical;
  private final Route route;
  private volatile Hello said;
  private volatile List<PeerLink> links;
  private volatile boolean stopped;
  private volatile boolean acquitted;
  private volatile boolean dead;
  private volatile Pledge pledge;
  private LastWord.Kind lastWord;

  /**
   * A node that was just heard of.
   *
   * @param heartbeatNanos time between two heartbeats
   */
  public Peer(long boot, Hello hello, List<PeerLink> links, long heartbeatNanos) {
    this.boot = boot;
    this.node = hello.node();
    this.memberMost = hello.memberMost();
    this.memberLeast = hello.memberLeast();
    this.canonical = new IpAddress(hello.canonical());
    this.route = new Route(heartbeatNanos);
    this.said = hello;
    this.links = List.copyOf(links);
  }

  /** Returns the newest that it said of its links. */
  public Hello said() {
    return said;
  }

  /** It says that its links have changed. */
  public void said(Hello newer) {
    said = newer;
  }

  /** Links have come or gone, here or there. */
  public void links(List<PeerLink> changed) {
    links = List.copyOf(changed);
    route.reset();
  }

  /** Returns over which links messages go to it now. */
  public Route route() {
    return route;
  }

  /** Works the route out. */
  public void updateRoute(LinkMode mode, long nowNanos) {
    route.update(mode, links, nowNanos);
  }

  public long boot() {
    return boot;
  }

  public String node() {
    return node;
  }

  /** Returns the address by which the stack knows the node. */
  public IpAddress canonical() {
    return canonical;
  }

  /** Returns the links that both nodes have. */
  public List<PeerLink> links() {
    return links;
  }

  /** Returns the peer on one link, {@code null} when it does not have it. */
  public PeerLink on(Link link) {
    for (PeerLink candidate : links) {
      if (candidate.link() == link) {
        return candidate;
      }
    }
    return null;
  }

  /** It was taken for dead by what one link said, and another link heard it. */
  public void acquit() {
    acquitted = true;
  }

  /** Tells whether that has ever been so. */
  public boolean wasAcquitted() {
    return acquitted;
  }

  /** Tells whether it is where another is on the same link. */
  boolean isAt(PeerLink other) {
    PeerLink there = on(other.link());
    return there != null && there.address().equals(other.address());
  }

  /** Tells whether a member of the view is this node. */
  public boolean is(Address member) {
    return member instanceof UUID uuid
        && uuid.getMostSignificantBits() == memberMost
        && uuid.getLeastSignificantBits() == memberLeast;
  }

  /** Tells whether it said BYE. */
  public boolean stopped() {
    return stopped;
  }

  public void stop() {
    stopped = true;
    links.forEach(PeerLink::stop);
  }

  /** Tells whether its process is known to be dead, and not only silent. */
  public boolean dead() {
    return dead && silent();
  }

  /** Its process is dead, as far as anybody can know; what is heard of it later counts more. */
  public void die() {
    dead = true;
  }

  /** Forgets a death that was none: a link is up again, and its next silence may be a split. */
  public void reviveIfHeard() {
    if (!silent()) {
      dead = false;
    }
  }

  /** It has said by what its last word will be known. */
  public synchronized void pledged(Pledge said) {
    if (pledge != null && pledge.run() != said.run()) {
      lastWord = null; // what was over is the run before, in the same process
    }
    pledge = said;
  }

  /** Returns what it has pledged last; {@code null} when it has not. */
  public Pledge pledge() {
    return pledge;
  }

  /** Takes its last word; returns whether that says more than was known of it. */
  public synchronized boolean takeLastWord(LastWord.Kind kind) {
    boolean news = lastWord != LastWord.Kind.DEAD && lastWord != kind;
    lastWord = news ? kind : lastWord;
    return news;
  }

  public boolean silent() {
    return links.stream().allMatch(link -> link.state() == LinkState.DOWN);
  }
}
