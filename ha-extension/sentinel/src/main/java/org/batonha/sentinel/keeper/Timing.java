package org.batonha.sentinel.keeper;

import java.time.Duration;
import java.util.List;

/** All times and bounds of the sentinel, in one place. */
public final class Timing {
  /** What the kernel gives an address: it outlives a killed sentinel by no more than this. */
  public static final Duration LIFETIME = Duration.ofSeconds(2);

  /** How often the lifetime is started again: three renewals may be lost. */
  static final Duration PROLONG_INTERVAL = Duration.ofMillis(500);

  /** An address that somebody keeps removing is put back at most this often. */
  static final Duration PUT_BACK_INTERVAL = Duration.ofMillis(100);

  /** Between two probes for one address. */
  static final Duration PROBE_INTERVAL = Duration.ofMillis(30);

  /** How long an answer to the last probe is awaited. */
  static final Duration PROBE_WAIT = Duration.ofMillis(60);

  /** How many probes a {@code check} sends. */
  static final int CHECK_PROBES = 2;

  /**
   * When the network is told, after a taking. Not once, since frames get lost and switches learn
   * late; not evenly, since what is not heard in the first second is heard in the tenth.
   */
  static final List<Duration> ANNOUNCEMENTS =
      List.of(
          Duration.ZERO,
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  /** How often the network is told after that. */
  static final Duration REFRESH_INTERVAL = Duration.ofSeconds(60);

  /** Claims of another host are answered at most this often at first. */
  static final Duration DEFEND_INTERVAL_FIRST = Duration.ofMillis(250);

  /** How long a conflict is defended at that pace. */
  static final Duration DEFEND_FIRST = Duration.ofSeconds(10);

  /** RFC 5227 section 1.1, DEFEND_INTERVAL: the pace against one who does not yield. */
  static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

  /** A conflict without a claim for so long is over. */
  static final Duration CONFLICT_OVER = Duration.ofSeconds(30);

  /** The same kind of event about one address is sent at most this often. */
  static final Duration EVENT_INTERVAL = Duration.ofSeconds(1);

  /** A deadline further ahead than this is a mistake (another clock, another unit). */
  static final Duration LEASE_LIMIT = Duration.ofMinutes(10);

  /** Waking this much too late is a stall: caches may have changed meanwhile. */
  static final Duration STALL = Duration.ofMillis(500);

  /** How many commands may wait for probes at once. */
  static final int TAKINGS_LIMIT = 256;

  private Timing() {}
}
