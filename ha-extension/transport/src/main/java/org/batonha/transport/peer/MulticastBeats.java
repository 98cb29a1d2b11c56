package org.batonha.transport.peer;

/**
 * Whether a peer's multicasts reach this node, by the HELLO that it says to the group with each of
 * its heartbeats. Pure: time comes in. Not thread-safe.
 *
 * <p>They do while the last {@link #NEEDED} of them came, one after the other: so that the peer
 * sends us copies two and a half heartbeats after its multicast died, at the latest, and also where
 * a part of them is lost. (Rejected: counting all multicasts. Where many are sent, some get through
 * a loss that is as good as a cut.)
 */
final class MulticastBeats {
  /** How many in a row. */
  static final int NEEDED = 2;

  private final long windowNanos;
  private long lastNanos;
  private long oneBeforeNanos;
  private int heard; // up to NEEDED

  /** Has heard none yet. */
  MulticastBeats(long intervalNanos) {
    this.windowNanos = NEEDED * intervalNanos + intervalNanos / 2; // as late as a heartbeat may be
  }

  void heard(long nowNanos) {
    oneBeforeNanos = lastNanos;
    lastNanos = nowNanos;
    heard = Math.min(heard + 1, NEEDED);
  }

  boolean arrive(long nowNanos) {
    return heard == NEEDED && nowNanos - oneBeforeNanos <= windowNanos;
  }
}
