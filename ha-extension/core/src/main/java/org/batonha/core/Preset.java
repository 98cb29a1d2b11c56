package org.batonha.core;

import java.time.Duration;

/** Timings that fit together, by the network and the load that they are meant for. */
public enum Preset {
  /** An idle LAN and collectors with short pauses. */
  FAST(Duration.ofMillis(20), 3, Duration.ofMillis(80)),
  /** A LAN under load; the default. */
  LAN(Duration.ofMillis(100), 5, Duration.ofMillis(500)),
  /** Between sites. */
  WAN(Duration.ofSeconds(1), 5, Duration.ofSeconds(6));

  private final Duration heartbeat;
  private final int indoubtLimit;
  private final Duration lease;

  Preset(Duration heartbeat, int indoubtLimit, Duration lease) {
    this.heartbeat = heartbeat;
    this.indoubtLimit = indoubtLimit;
    this.lease = lease;
  }

  /** Returns how often a node tells the others that it lives, and renews its batons. */
  public Duration heartbeat() {
    return heartbeat;
  }

  /** Returns how many heartbeats in a row must be missed on every link before a peer is dead. */
  public int indoubtLimit() {
    return indoubtLimit;
  }

  /** Returns how long a holder may act without a quorum's renewed ack. */
  public Duration lease() {
    return lease;
  }
}
