package org.batonha.transport;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.batonha.transport.link.Addresses;
import org.batonha.transport.link.DropCounters;
import org.batonha.transport.link.Link;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.OutFrame;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;

/**
 * Sends what the stack gives, on every link ({@code active} mode); thread-safe.
 *
 * <p>It never waits for a slow link as long as another, which is UP, takes the frame. When no link
 * takes it, it waits for room for one heartbeat at most: that slows down a sender that is faster
 * than all its links, and a peer that hangs can hold it up only until it is in doubt.
 */
final class Sender {
  private final List<Link> links;
  private final PeerTable table;
  private final Stack stack;
  private final DropCounters drops;
  private final long patienceNanos;
  private final AtomicLong sequence = new AtomicLong();

  Sender(List<Link> links, PeerTable table, Stack stack, DropCounters drops, long patienceNanos) {
    this.links = links;
    this.table = table;
    this.stack = stack;
    this.drops = drops;
    this.patienceNanos = patienceNanos;
  }

  /** Sends to one node; the buffer is copied. */
  void toOne(IpAddress canonical, byte[] buffer, int offset, int length)
      throws InterruptedException {
    OutFrame frame = data(buffer, offset, length);
    Peer peer = table.byCanonical(canonical);
    if (peer != null && !peer.stopped()) {
      send(peer, frame, Set.of());
    } else {
      toStranger(canonical, frame);
    }
  }

  /** Sends to all that can be reached, whatever the view: so that the parts of a split can meet. */
  void toAll(byte[] buffer, int offset, int length) throws InterruptedException {
    OutFrame frame = data(buffer, offset, length);
    Set<Link> multicast = new HashSet<>();
    for (Link link : links) {
      if (link.multicast(frame)) {
        multicast.add(link);
      }
    }
    for (Peer peer : table.all()) {
      if (!peer.stopped()) {
        send(peer, frame, multicast);
      }
    }
    for (Address member : stack.others()) {
      IpAddress physical = stack.physical(member);
      if (physical != null && table.byCanonical(physical) == null) {
        toStranger(physical, frame);
      }
    }
  }

  private OutFrame data(byte[] buffer, int offset, int length) {
    // The stack uses its buffer again.
    byte[] payload = Arrays.copyOfRange(buffer, offset, offset + length);
    return new OutFrame(FrameType.DATA, sequence.incrementAndGet(), payload);
  }

  private void send(Peer peer, OutFrame frame, Set<Link> multicast) throws InterruptedException {
    boolean taken = false;
    PeerLink up = null;
    for (PeerLink link : peer.links()) {
      boolean queued = link.hearsMulticast() && multicast.contains(link.link()) || link.send(frame);
      if (link.state() == LinkState.UP) {
        taken |= queued;
        up = link;
      }
    }
    if (!taken && up != null) {
      up.link().awaitRoom(up.address(), patienceNanos);
      if (!up.send(frame)) {
        drops.count(DropCause.QUEUE_FULL);
      }
    }
  }

  /** A node that has not said HELLO yet is reached by the first link, whose address it is. */
  private void toStranger(IpAddress canonical, OutFrame frame) {
    if (!links.get(0).send(Addresses.of(canonical), frame)) {
      drops.count(DropCause.QUEUE_FULL);
    }
  }
}
