package org.batonha.transport.peer;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.batonha.transport.LinkState;
import org.batonha.transport.PeerSnapshot;
import org.batonha.transport.PeerSnapshot.Entered;
import org.batonha.transport.PeerSnapshot.Traffic;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Settings;
import org.batonha.transport.wire.BadFrameException;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Heartbeat;
import org.batonha.transport.wire.OutFrame;

/** One peer on one link: where it is, how it is, what was counted; thread-safe. */
public final class PeerLink {
  private final String node;
  private final Link link;
  private final InetSocketAddress address;
  private final LinkHealth health;
  private final MulticastBeats multicastBeats;
  private final RoundTrips roundTrips = new RoundTrips();
  private final LossMeter loss = new LossMeter();
  private final LongAdder framesSent = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder resent = new LongAdder();
  private final long[] entered = new long[LinkState.values().length];
  private final Queue<LinkHealth.Change> untold = new ConcurrentLinkedQueue<>();
  private final AtomicInteger telling = new AtomicInteger();
  private volatile LinkState state;
  private volatile boolean wasUp;
  private volatile boolean hearsMulticast;
  private volatile boolean stopped;
  private volatile long lastSent; // highest sequence of DATA that went to the peer over this link
  private volatile long acked; // the same, of what is known to have arrived
  private long framesReceived;
  private long bytesReceived;
  private long highestReceived;
  private int lossOut;
  private long beats;
  private long sinceMillis = System.currentTimeMillis();
  private long stampNanos;
  private long stampHereNanos;
  private boolean stamped;
  private long unicastNanos;
  private boolean unicastSeen;

  public PeerLink(
      String node, Link link, InetSocketAddress address, Settings settings, long nowNanos) {
    this.node = node;
    this.link = link;
    this.address = address;
    this.health = new LinkHealth(settings.heartbeatNanos(), settings.heartbeatLimit(), nowNanos);
    this.multicastBeats = new MulticastBeats(settings.heartbeatNanos());
    this.state = health.state();
    entered[state.ordinal()] = 1;
  }

  public String node() {
    return node;
  }

  public Link link() {
    return link;
  }

  public InetSocketAddress address() {
    return address;
  }

  public LinkState state() {
    return state;
  }

  /**
   * Tells whether room on it is worth waiting for: it is UP, or so new that it may have no
   * connection yet. In doubt, its peer may hang, and whoever waits holds up what is for others.
   */
  public boolean isWorthWaiting() {
    return state == LinkState.UP || state == LinkState.INDOUBT && !wasUp;
  }

  /** Tells whether our multicasts on this link reach the peer, as it says. */
  public boolean hearsMulticast() {
    return hearsMulticast;
  }

  /** Tells whether the node said BYE: what then ends is no trouble. */
  public boolean stopped() {
    return stopped;
  }

  void stop() {
    stopped = true;
  }

  /** Sends a frame; one for which there is no room is dropped, and counted as such. */
  public boolean send(OutFrame frame) {
    boolean taken = offer(frame);
    if (!taken) {
      countDropped();
    }
    return taken;
  }

  /** Sends a frame if there is room; {@code false}: there is none, and it may be tried again. */
  public boolean offer(OutFrame frame) {
    boolean taken = link.send(address, frame);
    if (taken) {
      sent(frame);
    }
    return taken;
  }

  /** A frame was given up; counts unless the link is dead anyway. */
  public void countDropped() {
    if (state != LinkState.DOWN) {
      dropped.increment();
    }
  }

  /** The frame went to the peer on this link, by itself or as a multicast. */
  public void sent(OutFrame frame) {
    framesSent.increment();
    bytesSent.add(frame.length());
    if (frame.sequence() > lastSent) {
      lastSent =
          frame.sequence(); // two threads: the lower may win, and a little is sent for nothing
    }
  }

  /** A frame that another link has lost goes over this one. */
  public boolean sendAgain(OutFrame frame) {
    boolean queued = send(frame);
    if (queued) {
      resent.increment();
    }
    return queued;
  }

  /** Returns the sequence up to which all that went over this link is known to have left it. */
  public long acked() {
    return acked;
  }

  /** Returns the highest sequence that went over this link to the peer. */
  public long lastSent() {
    return lastSent;
  }

  /**
   * Any valid frame came. A multicast is no sign of life: with one in each heartbeat's time, a link
   * on which nothing else arrives would never be found dead.
   */
  public synchronized Optional<LinkHealth.Change> heard(
      Frame frame, boolean multicast, long nowNanos) {
    framesReceived++;
    bytesReceived += frame.length();
    if (frame.type() == FrameType.DATA && frame.sequence() > highestReceived) {
      highestReceived = frame.sequence();
    }
    if (multicast) {
      if (frame.type() == FrameType.HELLO) {
        multicastBeats.heard(nowNanos);
      }
      return Optional.empty();
    }
    if (frame.type() == FrameType.HEARTBEAT) {
      return Optional.empty(); // it is heard with what it says
    }
    unicastSeen = true;
    unicastNanos = nowNanos;
    return noted(health.heard(nowNanos));
  }

  /**
   * Takes what a heartbeat carries.
   *
   * @param boot our own boot id
   * @throws BadFrameException it is not for us; it says nothing of this link, neither good nor bad,
   *     for the peer sent it to whoever had our address before
   */
  public synchronized Optional<LinkHealth.Change> heartbeat(
      Heartbeat heartbeat, long boot, long nowNanos) throws BadFrameException {
    if (heartbeat.target() != boot) {
      throw new BadFrameException(DropCause.MISDIRECTED, "a heartbeat for another start");
    }
    unicastSeen = true;
    unicastNanos = nowNanos;
    stamped = true;
    stampNanos = heartbeat.sentNanos();
    stampHereNanos = nowNanos;
    loss.arrived(heartbeat.number());
    lossOut = heartbeat.lossPermille();
    hearsMulticast = heartbeat.multicastHeard();
    acked = Math.max(acked, heartbeat.received());
    boolean echoes = heartbeat.heldNanos() >= 0;
    long roundTripNanos = nowNanos - heartbeat.echoNanos() - heartbeat.heldNanos();
    if (echoes && roundTripNanos >= 0) {
      roundTrips.add(roundTripNanos);
    }
    return noted(health.answer(heartbeat.unheardNanos(), nowNanos));
  }

  /** Returns the heartbeat to send now. */
  public synchronized Heartbeat next(long target, long nowNanos) {
    beats++;
    return new Heartbeat(
        multicastBeats.arrive(nowNanos),
        target,
        beats,
        nowNanos,
        stampNanos,
        stamped ? since(stampHereNanos, nowNanos) : LinkHealth.NEVER,
        unicastSeen ? since(unicastNanos, nowNanos) : LinkHealth.NEVER,
        highestReceived,
        loss.permille());
  }

  /** Another thread may have stamped after our time was taken; less than 0 would mean never. */
  private static long since(long stampNanos, long nowNanos) {
    return Math.max(0, nowNanos - stampNanos);
  }

  public synchronized Optional<LinkHealth.Change> judge(long nowNanos) {
    return noted(health.judge(nowNanos));
  }

  public synchronized Optional<LinkHealth.Change> lost(String reason) {
    return noted(health.lost(reason));
  }

  public synchronized void freshWindow(long nowNanos) {
    health.freshWindow(nowNanos);
  }

  /** Tells whether a heartbeat of the peer is missing here. */
  synchronized boolean silent(long nowNanos) {
    return health.silent(nowNanos);
  }

  /** Tells whether the peer was heard here after a time. */
  synchronized boolean heardAfter(long nanos) {
    return health.heardAfter(nanos);
  }

  /** Tells whether the peer was heard here half a heartbeat after a time, or later. */
  synchronized boolean heardWellAfter(long nanos) {
    return health.heardWellAfter(nanos);
  }

  /**
   * Tells of the changes that nobody has told of yet, in the order in which they were made, whoever
   * made them: by one thread at a time. Who comes meanwhile does not wait; that thread goes on.
   *
   * @param listener must not throw
   */
  public void tell(Consumer<LinkHealth.Change> listener) {
    if (telling.getAndIncrement() > 0) {
      return;
    }
    do {
      LinkHealth.Change change = untold.poll();
      if (change != null) {
        listener.accept(change);
      }
    } while (telling.decrementAndGet() > 0);
  }

  /** Returns what the choice of a link needs to know. */
  synchronized PassiveChoice.Candidate candidate() {
    return new PassiveChoice.Candidate(
        state, link.priority(), Math.max(loss.permille(), lossOut), roundTrips.meanMicros());
  }

  public synchronized PeerSnapshot snapshot(boolean carrying) {
    return new PeerSnapshot(
        node,
        state,
        sinceMillis,
        carrying,
        new Entered(
            entered[LinkState.UP.ordinal()],
            entered[LinkState.INDOUBT.ordinal()],
            entered[LinkState.DOWN.ordinal()]),
        roundTrips.summary(),
        loss.permille(),
        lossOut,
        health.missed(),
        new Traffic(
            framesSent.sum(),
            bytesSent.sum(),
            framesReceived,
            bytesReceived,
            dropped.sum(),
            resent.sum()));
  }

  private Optional<LinkHealth.Change> noted(Optional<LinkHealth.Change> change) {
    if (change.isPresent()) {
      untold.add(change.get());
      state = change.get().to();
      wasUp |= state == LinkState.UP;
      entered[state.ordinal()]++;
      sinceMillis = System.currentTimeMillis();
      hearsMulticast &= state != LinkState.DOWN;
    }
    return change;
  }
}
