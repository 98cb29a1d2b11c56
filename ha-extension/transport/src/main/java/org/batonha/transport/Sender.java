package org.batonha.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.batonha.transport.link.Addresses;
import org.batonha.transport.link.DropCounters;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Settings;
import org.batonha.transport.peer.Outbox;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.OutFrame;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;

/**
 * Sends what the stack gives over the links that carry; thread-safe.
 *
 * <p>It never waits for a slow link as long as another of the route takes the frame. When none
 * does, it waits for room, as JGroups' own TCP does: what is dropped instead has to be asked for
 * and sent again, at a multiple of the cost. Only a link that is UP is waited for, so a peer that
 * hangs can hold up a sender only until it is in doubt; one that is merely slow, for {@value
 * #PATIENCE_WINDOWS} time as long as a link may be silent. As soon as another link may carry, that
 * one takes the frame. What goes to all is offered to each before any is waited for.
 */
final class Sender {
  /** For so many times as long as a link may be silent, one is waited for that is merely slow. */
  private static final int PATIENCE_WINDOWS = 1;

  /** The shortest pause between two looks at a link that takes nothing, whatever the reason. */
  private static final long PAUSE_NANOS = 1_000_000;

  private final PeerTable table;
  private final Stack stack;
  private final DropCounters drops;
  private final long stepNanos;
  private final long patienceNanos;
  private final Outbox outbox;
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicInteger turns = new AtomicInteger(); // of what goes to all
  private volatile List<Link> links;
  private volatile LinkMode mode;

  /** A peer, and the links over which it gets a message. */
  private record Way(Peer peer, PeerLink[] route) {}

  /** A link of a way that had no room. */
  private record Full(Way way, PeerLink link) {}

  Sender(
      List<Link> links,
      PeerTable table,
      Stack stack,
      DropCounters drops,
      LinkMode mode,
      Settings settings) {
    this.links = links;
    this.table = table;
    this.stack = stack;
    this.drops = drops;
    this.mode = mode;
    this.outbox = new Outbox(settings.queueBytes());
    this.stepNanos = settings.heartbeatNanos();
    this.patienceNanos = PATIENCE_WINDOWS * settings.windowNanos();
  }

  /** This node's links have changed. */
  void links(List<Link> changed) {
    links = changed;
  }

  /** Uses another mode from now on. */
  void mode(LinkMode changed) {
    mode = changed;
    updateRoutes(System.nanoTime());
  }

  /** Works out anew over which links messages go. */
  void updateRoutes(long nowNanos) {
    table.all().forEach(peer -> updateRoute(peer, nowNanos));
  }

  void updateRoute(Peer peer, long nowNanos) {
    peer.updateRoute(mode, nowNanos);
  }

  /** The state of a link has changed. */
  void stateChanged(PeerLink link, LinkState to) {
    long nowNanos = System.nanoTime();
    table.owner(link).ifPresent(peer -> updateRoute(peer, nowNanos));
    if (to == LinkState.DOWN && !link.stopped()) {
      sendAgain(link);
    }
  }

  /**
   * What went over a link and is not known to have arrived goes over another, at once. Receivers
   * drop what they have had. In active mode the others have carried it already.
   */
  void sendAgain(PeerLink lost) {
    table.owner(lost).ifPresent(peer -> sendAgain(peer, lost));
  }

  /** The same for a link that the peer has no more. */
  void sendAgain(Peer peer, PeerLink lost) {
    if (mode == LinkMode.ACTIVE || peer.stopped()) {
      return;
    }
    for (OutFrame frame : outbox.between(peer, lost.acked(), lost.lastSent())) {
      boolean taken = false;
      for (PeerLink link : peer.links()) {
        taken = taken || link != lost && carries(link) && link.sendAgain(frame);
      }
    }
  }

  /** Sends to one node; the buffer is the caller's again when this returns. */
  void toOne(IpAddress canonical, byte[] buffer, int offset, int length)
      throws InterruptedException {
    OutFrame frame = data(buffer, offset, length);
    Peer peer = table.byCanonical(canonical);
    if (peer != null && !peer.stopped()) {
      remember(peer, frame);
      Way way = new Way(peer, peer.route().next());
      PeerLink full = offer(way, frame, Set.of());
      if (full != null) {
        sendPatiently(new Full(way, full), frame, System.nanoTime() + patienceNanos);
      }
    } else {
      toStranger(canonical, frame);
    }
  }

  /**
   * Sends to all that can be reached, whatever the view, so that the parts of a split can meet; and
   * to all members. Who is no member and silent on all links, as one that has crashed, gets nothing
   * but heartbeats and HELLOs: they bring its links up again, and then it can be reached.
   */
  void toAll(byte[] buffer, int offset, int length) throws InterruptedException {
    OutFrame frame = data(buffer, offset, length);
    remember(null, frame);
    Set<Address> members = stack.others();
    List<Way> ways = waysToAll(members);
    Set<Link> multicast = new HashSet<>();
    for (Link link : links) {
      if (servesByMulticast(link, ways) && link.multicast(frame)) {
        multicast.add(link);
      }
    }
    List<Full> waiting = new ArrayList<>();
    for (Way way : ways) {
      PeerLink full = offer(way, frame, multicast);
      if (full != null) {
        waiting.add(new Full(way, full));
      }
    }
    for (Address member : members) {
      IpAddress physical = stack.physical(member);
      if (physical != null && table.byCanonical(physical) == null) {
        toStranger(physical, frame);
      }
    }
    long deadlineNanos = System.nanoTime() + patienceNanos; // for all of them together
    for (Full full : waiting) {
      sendPatiently(full, frame, deadlineNanos);
    }
  }

  /** One message takes one turn, whoever gets it: else it is a multicast on every link. */
  private List<Way> waysToAll(Set<Address> members) {
    int turn = turns.getAndIncrement();
    List<Way> ways = new ArrayList<>();
    for (Peer peer : table.all()) {
      boolean lost = peer.silent() && members.stream().noneMatch(peer::is);
      if (!peer.stopped() && !lost) {
        ways.add(new Way(peer, peer.route().at(turn)));
      }
    }
    return ways;
  }

  /** A multicast is worth it where it reaches somebody who needs it, or nobody is known yet. */
  private boolean servesByMulticast(Link link, List<Way> ways) {
    for (Way way : ways) {
      for (PeerLink there : way.route()) {
        if (there.link() == link && there.hearsMulticast()) {
          return true;
        }
      }
    }
    return table.all().stream().allMatch(Peer::stopped);
  }

  /** Where there is but one link, there is none to send again over. */
  private void remember(Peer to, OutFrame frame) {
    if (mode != LinkMode.ACTIVE && links.size() > 1) {
      outbox.add(to, frame);
    }
  }

  private OutFrame data(byte[] buffer, int offset, int length) {
    return new OutFrame(FrameType.DATA, sequence.incrementAndGet(), buffer, offset, length);
  }

  /** Returns a link that is to be waited for, {@code null} when there is none. */
  private PeerLink offer(Way way, OutFrame frame, Set<Link> multicast) {
    PeerLink full = sendOver(way.route(), frame, multicast);
    if (full == null
        && Arrays.stream(way.route()).noneMatch(link -> link.state() == LinkState.UP)) {
      lastResort(way.peer(), frame);
    }
    return full;
  }

  /**
   * Gives the frame to each link of a route.
   *
   * @return a link that lives and had no room, when none that is UP has taken it; else {@code null}
   */
  private static PeerLink sendOver(PeerLink[] route, OutFrame frame, Set<Link> multicast) {
    PeerLink full = null;
    boolean taken = false;
    for (PeerLink link : route) {
      boolean queued = sendOn(link, frame, multicast);
      LinkState state = link.state();
      taken |= queued && state == LinkState.UP;
      if (!queued && state != LinkState.DOWN && (full == null || state == LinkState.UP)) {
        full = link;
      }
    }
    if (!taken) {
      return full;
    }
    if (full != null) {
      full.countDropped(); // another has it
    }
    return null;
  }

  /**
   * Waits for room, in short steps: what the links are worth may change meanwhile. Others may have
   * been waited for before, so there may be room at once.
   */
  private void sendPatiently(Full waiting, OutFrame frame, long deadlineNanos)
      throws InterruptedException {
    Peer peer = waiting.way().peer();
    PeerLink full = waiting.link();
    PeerLink[] tried = waiting.way().route();
    while (!full.offer(frame) && !sendOverOthers(peer.route().next(), tried, frame)) {
      if (!full.isWorthWaiting() || System.nanoTime() - deadlineNanos >= 0) {
        giveUp(peer, full, frame);
        return;
      }
      full.link().awaitRoom(full.address(), stepNanos);
      TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS); // it may have no connection to wait for
    }
  }

  private void giveUp(Peer peer, PeerLink full, OutFrame frame) {
    full.countDropped();
    if (!sendOnAnother(peer, full, frame)) {
      drops.count(DropCause.QUEUE_FULL);
      lastResort(peer, frame);
    }
  }

  private static boolean sendOverOthers(PeerLink[] route, PeerLink[] tried, OutFrame frame) {
    boolean taken = false;
    for (PeerLink link : route) {
      taken |= !Arrays.asList(tried).contains(link) && link.offer(frame);
    }
    return taken;
  }

  /** Nothing that carries is UP: what holds the group together may go over a serial line. */
  private void lastResort(Peer peer, OutFrame frame) {
    List<OutFrame> messages = null;
    for (PeerLink link : peer.links()) {
      if (!link.link().carriesMessages() && link.state() == LinkState.UP) {
        messages = messages == null ? groupMessages(frame) : messages;
        messages.forEach(link::send);
      }
    }
  }

  /** A message that is the whole frame keeps its number, so that it arrives once. */
  private List<OutFrame> groupMessages(OutFrame frame) {
    byte[] payload = frame.payload();
    List<OutFrame> messages = new ArrayList<>();
    for (byte[] message : GroupMessages.in(payload)) {
      messages.add(message == payload ? frame : data(message, 0, message.length));
    }
    return messages;
  }

  private static boolean carries(PeerLink link) {
    return link.link().carriesMessages() && link.state() == LinkState.UP;
  }

  private static boolean sendOn(PeerLink link, OutFrame frame, Set<Link> multicast) {
    if (link.hearsMulticast() && multicast.contains(link.link())) {
      link.sent(frame);
      return true;
    }
    return link.offer(frame);
  }

  private static boolean sendOnAnother(Peer peer, PeerLink full, OutFrame frame) {
    for (PeerLink link : peer.links()) {
      if (link != full && carries(link) && link.send(frame)) {
        return true;
      }
    }
    return false;
  }

  /** A node that has not said HELLO yet is reached by the first link, whose address it is. */
  private void toStranger(IpAddress canonical, OutFrame frame) {
    if (!links.get(0).send(Addresses.of(canonical), frame)) {
      drops.count(DropCause.QUEUE_FULL);
    }
  }
}
