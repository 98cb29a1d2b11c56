package org.batonha.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** One peer on one link: where it is, how it is, what was counted; thread-safe. */
final class PeerLink {
  /** For how many heartbeats after a multicast the peer counts as reached by ours. */
  static final int MULTICAST_WINDOW = 3 * Heart.HELLO_EVERY;

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

  PeerLink(String node, Link link, InetSocketAddress address, Settings settings, long nowNanos) {
    this.node = node;
    this.link = link;
    this.address = address;
    this.intervalNanos = settings.heartbeatNanos();
    this.health = new LinkHealth(intervalNanos, settings.heartbeatLimit(), nowNanos);
    this.state = health.state();
  }

  String node() {
    return node;
  }

  Link link() {
    return link;
  }

  InetSocketAddress address() {
    return address;
  }

  LinkState state() {
    return state;
  }

  /** Tells whether our multicasts on this link reach the peer, as it says. */
  boolean hearsMulticast() {
    return hearsMulticast;
  }

  /** Tells whether the node said BYE: what then ends is no trouble. */
  boolean stopped() {
    return stopped;
  }

  void stop() {
    stopped = true;
  }

  /** Queues a frame; counts it when the queue is full and not merely the link dead. */
  boolean send(OutFrame frame) {
    boolean queued = link.send(address, frame);
    if (!queued && state != LinkState.DOWN) {
      dropped.increment();
    }
    return queued;
  }

  /** Any valid frame came. */
  synchronized Optional<LinkHealth.Change> heard(FrameType type, boolean multicast, long nowNanos) {
    received.increment();
    if (multicast) {
      multicastSeen = true;
      multicastNanos = nowNanos;
    }
    return noted(health.heard(type == FrameType.HEARTBEAT, nowNanos));
  }

  /** Takes what a heartbeat carries; our own boot id tells whether the echo is ours. */
  synchronized void heartbeat(Heartbeat heartbeat, long boot, long nowNanos) {
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
  synchronized Heartbeat next(long target, long nowNanos) {
    boolean reached =
        multicastSeen && nowNanos - multicastNanos <= MULTICAST_WINDOW * intervalNanos;
    return new Heartbeat(
        reached, target, nowNanos, stampNanos, stamped ? nowNanos - stampHereNanos : -1);
  }

  synchronized Optional<LinkHealth.Change> judge(long nowNanos) {
    return noted(health.judge(nowNanos));
  }

  synchronized Optional<LinkHealth.Change> lost(String reason) {
    return noted(health.lost(reason));
  }

  synchronized void freshWindow(long nowNanos) {
    health.freshWindow(nowNanos);
  }

  synchronized PeerSnapshot snapshot() {
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
