package org.batonha.transport.peer;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.batonha.transport.LinkState;
import org.batonha.transport.PeerSnapshot;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Settings;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Heartbeat;
import org.batonha.transport.wire.OutFrame;

/** One peer on one link: where it is, how it is, what was counted; thread-safe. */
public final class PeerLink {
  /** For how many heartbeats after a multicast the peer counts as reached by ours. */
  public static final int MULTICAST_WINDOW = 3 * Settings.HELLO_EVERY;

  private final String node;
  private final Link link;
  private final InetSocketAddress address;
  private final long intervalNanos;
  private final LinkHealth health;
  private final LongAdder received = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private volatile LinkState state;
  private volatile boolean hearsMulticast;
  private volatile boolean stopped;
  private long sinceMillis = System.currentTimeMillis();
  private long roundTripMicros = -1;
  private long stampNanos;
  private long stampHereNanos;
  private boolean stamped;
  private long multicastNanos;
  private boolean multicastSeen;

  public PeerLink(
      String node, Link link, InetSocketAddress address, Settings settings, long nowNanos) {
    this.node = node;
    this.link = link;
    this.address = address;
    this.intervalNanos = settings.heartbeatNanos();
    this.health = new LinkHealth(intervalNanos, settings.heartbeatLimit(), nowNanos);
    this.state = health.state();
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

  /** Tells whether our multicasts on this link reach the peer, as it says. */
  public boolean hearsMulticast() {
    return hearsMulticast;
  }

  /** Tells whether the node said BYE: what then ends is no trouble. */
  public boolean stopped() {
    return stopped;
  }

  public void stop() {
    stopped = true;
  }

  /** Queues a frame; counts it when the queue is full and not merely the link dead. */
  public boolean send(OutFrame frame) {
    boolean queued = link.send(address, frame);
    if (!queued && state != LinkState.DOWN) {
      dropped.increment();
    }
    return queued;
  }

  /** Any valid frame came. */
  public synchronized Optional<LinkHealth.Change> heard(
      FrameType type, boolean multicast, long nowNanos) {
    received.increment();
    if (multicast) {
      multicastSeen = true;
      multicastNanos = nowNanos;
    }
    return noted(health.heard(type == FrameType.HEARTBEAT, nowNanos));
  }

  /** Takes what a heartbeat carries; our own boot id tells whether the echo is ours. */
  public synchronized void heartbeat(Heartbeat heartbeat, long boot, long nowNanos) {
    stamped = true;
    stampNanos = heartbeat.sentNanos();
    stampHereNanos = nowNanos;
    if (heartbeat.target() != boot) {
      return;
    }
    hearsMulticast = heartbeat.multicastHeard();
    long roundTripNanos = nowNanos - heartbeat.echoNanos() - heartbeat.heldNanos();
    if (heartbeat.heldNanos() >= 0 && roundTripNanos >= 0) {
      roundTripMicros = roundTripNanos / 1_000;
    }
  }

  /** Returns the heartbeat to send now. */
  public synchronized Heartbeat next(long target, long nowNanos) {
    boolean reached =
        multicastSeen && nowNanos - multicastNanos <= MULTICAST_WINDOW * intervalNanos;
    return new Heartbeat(
        reached, target, nowNanos, stampNanos, stamped ? nowNanos - stampHereNanos : -1);
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

  public synchronized PeerSnapshot snapshot() {
    return new PeerSnapshot(
        node, state, sinceMillis, roundTripMicros, health.missed(), received.sum(), dropped.sum());
  }

  private Optional<LinkHealth.Change> noted(Optional<LinkHealth.Change> change) {
    if (change.isPresent()) {
      state = change.get().to();
      sinceMillis = System.currentTimeMillis();
      hearsMulticast &= state != LinkState.DOWN;
    }
    return change;
  }
}
