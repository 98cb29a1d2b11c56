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

  /** How soon is looked again whether what comes in for an address is delivered. */
  static final Duration DELIVERY_LOOK = Duration.ofMillis(1);

  /** An address is told of after so long, whether or not what comes in for it is delivered. */
  static final Duration DELIVERY_LIMIT = Duration.ofMillis(100);

  /**
   * For how many addresses something is done before the leases and the commands are looked at
   * again: some milliseconds' work.
   */
  static final int WORKED_AT_ONCE = 32;

  /** Longer than any machine runs, and short enough to reckon with. */
  static final Duration NEVER = Duration.ofDays(36_500);

  /** How many of a device's neighbours are told of one address by unicast. */
  static final int NEIGHBOURS_LIMIT = 64;

  /** For so long a list of neighbours is not read again: as long as one round of announcements. */
  static final Duration NEIGHBOURS_TRUSTED = Duration.ofMillis(10);

  /** How many unicasts may wait, to the named hosts and to neighbours each. */
  static final int UNICASTS_LIMIT = 16_384;

  /** How many unicasts are sent before the leases are looked at again: about a millisecond's. */
  static final int UNICASTS_AT_ONCE = 64;

  /** Between two such bursts. */
  static final Duration UNICASTS_INTERVAL = Duration.ofMillis(1);

  /** How often is looked which connections are open, where a service wants that. */
  static final Duration CONNECTIONS_INTERVAL = Duration.ofSeconds(1);

  /** Of how many connections of one service is told. */
  static final int CONNECTIONS_LIMIT = 1_000;

  /**
   * When a client is told of its connection's end. Not once, since frames get lost; the second time
   * is behind the pace at which Linux answers such segments (tcp_invalid_ratelimit, 500 ms).
   */
  static final List<Duration> TICKLES =
      List.of(Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(600), Duration.ofSeconds(2));

  /** How many connections may wait to be told of. */
  static final int TICKLES_LIMIT = 16_384;

  /** How often the hosts to announce to are looked up. */
  static final Duration LOOK_UP_INTERVAL = Duration.ofSeconds(60);

  /** How many services one commander may configure. */
  static final int CONFIGURED_LIMIT = 1_024;

  /** Of how many devices it is remembered what was told of their carriers. */
  static final int DEVICES_LIMIT = 1_024;

  /** What is of little importance and may go on for long is said at most this often. */
  static final Duration COMPLAINT_INTERVAL = Duration.ofSeconds(10);

  /** Claims of another host are answered at most this often at first. */
  static final Duration DEFEND_INTERVAL_FIRST = Duration.ofMillis(250);

  /** How long a conflict is defended at that pace. */
  static final Duration DEFEND_FIRST = Duration.ofSeconds(10);

  /** RFC 5227 section 1.1, DEFEND_INTERVAL: the pace against one who does not yield. */
  static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

  /**
   * The rival is asked with each answer whether it still has the address. One that is silent for so
   * long, beyond the pace of the answers, gets no more of them.
   */
  static final Duration CONFLICT_QUIET = Duration.ofSeconds(2);

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

  /** For how many addresses probes may be on their way at once. */
  static final int PROBED_LIMIT = 4_096;

  private Timing() {}
}
