package org.batonha.transport;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.batonha.transport.link.Addresses;
import org.batonha.transport.link.Host;
import org.batonha.transport.link.Link;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.OutFrame;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;

/** Says HELLO and BYE: to the group, to configured peers, to known ones, to members never heard. */
final class Greeter {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How many strangers are remembered as just answered. */
  static final int MAX_ANSWERED = 256;

  /** To whom it may concern: the receiver is not known yet. */
  private static final long ANYBODY = 0;

  private final PeerTable table;
  private final Stack stack;
  private final LastWords lastWords;
  private final long answerPauseNanos;
  private final Map<Long, Long> answered = new LinkedHashMap<>();
  private volatile Own own;

  /**
   * Creates it.
   *
   * @param answerPauseNanos a stranger is answered once in this time, at most
   */
  Greeter(Own own, PeerTable table, Stack stack, LastWords lastWords, long answerPauseNanos) {
    this.table = table;
    this.stack = stack;
    this.lastWords = lastWords;
    this.answerPauseNanos = answerPauseNanos;
    this.own = own;
  }

  /** This node's links have changed. */
  void change(Own changed) {
    own = changed;
  }

  /** Returns the HELLO that opens a connection. */
  OutFrame greeting(Link link, InetSocketAddress address) {
    Optional<Peer> peer = table.at(link, address).filter(known -> !known.stopped());
    return frame(peer.map(Peer::boot).orElse(ANYBODY), true);
  }

  /** Tells whether a peer is known, or configured, that listens at an address. */
  boolean expects(Link link, InetSocketAddress address) {
    return own.hosts().contains(new Host(link, address))
        || table.at(link, address).filter(known -> !known.stopped()).isPresent();
  }

  private OutFrame frame(long target, boolean answerWanted) {
    return new OutFrame(FrameType.HELLO, 0, own.hello().to(target, answerWanted).encode());
  }

  /** Says HELLO to everybody. */
  void greetAll() {
    greetGroup();
    OutFrame question = frame(ANYBODY, true);
    for (Host host : own.hosts()) {
      if (table.at(host.link(), host.address()).filter(peer -> !peer.stopped()).isEmpty()) {
        host.link().send(host.address(), question);
      }
    }
    for (Peer peer : table.all()) {
      if (!peer.stopped()) {
        greet(peer);
      }
    }
    for (Address member : stack.others()) {
      IpAddress physical = stack.physical(member);
      if (physical != null && table.byCanonical(physical) == null) {
        own.links().get(0).send(Addresses.of(physical), question);
      }
    }
  }

  /** Says HELLO to the group: who hears it with each heartbeat is reached by our multicasts. */
  void greetGroup() {
    OutFrame toAnybody = frame(ANYBODY, false);
    own.links().forEach(link -> link.multicast(toAnybody));
  }

  /** Says HELLO to one peer, on all its links, and by what our last word will be known. */
  void greet(Peer peer) {
    OutFrame named = frame(peer.boot(), false);
    for (PeerLink link : peer.links()) {
      link.send(named);
    }
    lastWords.tell(peer);
  }

  /**
   * Asks a start of a node, of which it is not known whether it lives now, to name ours; seldom,
   * for whoever replays recordings must not make us work.
   */
  void challenge(long boot, Link link, InetSocketAddress address, long nowNanos) {
    if (due(boot, nowNanos)) {
      link.hurry(address);
      link.send(address, frame(boot, true));
    }
  }

  private synchronized boolean due(long boot, long nowNanos) {
    Long last = answered.get(boot);
    if (last != null && nowNanos - last < answerPauseNanos) {
      return false;
    }
    answered.values().removeIf(then -> nowNanos - then >= answerPauseNanos);
    if (answered.size() >= MAX_ANSWERED) {
      return false;
    }
    answered.put(boot, nowNanos);
    return true;
  }

  /** Says BYE to everybody. */
  void bye() {
    OutFrame bye = new OutFrame(FrameType.BYE, 0, new byte[0]);
    own.links().forEach(link -> link.multicast(bye));
    for (Peer peer : table.all()) {
      if (!peer.stopped()) {
        peer.links().forEach(link -> link.send(bye));
      }
    }
  }

  /**
   * Waits until each configured peer was heard or has refused, and until somebody has answered the
   * multicast or a moment is over, so that the stack's first question does not go out before
   * anybody is there to hear it.
   */
  void awaitPeers(long hostsNanos, long momentNanos) {
    long began = System.nanoTime();
    greetAll();
    while (!Thread.currentThread().isInterrupted()) {
      long waitedNanos = System.nanoTime() - began;
      boolean hostsDone = waitedNanos >= hostsNanos || own.hosts().stream().allMatch(this::settled);
      boolean met = waitedNanos >= momentNanos || !table.all().isEmpty();
      if (hostsDone && met) {
        return;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean settled(Host host) {
    return table.at(host.link(), host.address()).isPresent() || host.link().failed(host.address());
  }
}
