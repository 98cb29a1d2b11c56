package org.batonha.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a service's addresses are taken, told to the network and watched.
 *
 * @param probeNum how many RFC 5227 probes precede a taking, where it is not known that the last
 *     holder is silent; 0 to 20
 * @param probeInterval between two probes; 1 ms to 10 s
 * @param announceWait how long an answer to the last probe is awaited (RFC 5227, ANNOUNCE_WAIT); 1
 *     ms to 10 s
 * @param announceTo hosts that are told by unicast, too; at most {@value #ANNOUNCE_TO_LIMIT}
 * @param announceNeighbours whether all neighbours that the kernel knows are told by unicast, too
 * @param announceRefresh how often the network is told after the first ten seconds; 0 for never,
 *     else up to a day, in whole seconds
 * @param onConflict what to do when another host claims an address
 * @param onRemoval what to do when somebody removes an address
 * @param onCarrierLoss what to do when an address's device can not send
 * @param tickle whether who takes the addresses over resets the TCP connections that the last
 *     holder had
 * @param vmac whether each address has a hardware address of its own, which moves with it
 */
public record AddressPolicy(
    int probeNum,
    Duration probeInterval,
    Duration announceWait,
    List<InetAddress> announceTo,
    boolean announceNeighbours,
    Duration announceRefresh,
    OnConflict onConflict,
    OnRemoval onRemoval,
    OnCarrierLoss onCarrierLoss,
    boolean tickle,
    boolean vmac) {
  /** How many hosts may be named to be told by unicast. */
  public static final int ANNOUNCE_TO_LIMIT = 16;

  /** The most probes. */
  public static final int PROBE_NUM_LIMIT = 20;

  /** The longest time between probes, and after the last. */
  public static final Duration PROBE_TIME_LIMIT = Duration.ofSeconds(10);

  /** The longest time between two slow announcements. */
  public static final Duration REFRESH_LIMIT = Duration.ofDays(1);

  /**
   * What holds where nothing else is configured. RFC 5227 calls for three probes a second or more
   * apart; two find a live host on a LAN in less than 0.1 s.
   */
  public static final AddressPolicy DEFAULT =
      new AddressPolicy(
          2,
          Duration.ofMillis(30),
          Duration.ofMillis(60),
          List.of(),
          true,
          Duration.ofSeconds(60),
          OnConflict.DEFEND,
          OnRemoval.RESTORE,
          OnCarrierLoss.KEEP,
          false,
          false);

  /** What to do when another host claims an address. */
  public enum OnConflict {
    /** Answer it as long as the lease lasts. */
    DEFEND,
    /** Give the service up, which is in {@code FAIL} here then. */
    YIELD
  }

  /** What to do when somebody removes an address. */
  public enum OnRemoval {
    /** Put it back. */
    RESTORE,
    /** Give the service up, which is in {@code FAIL} here then. */
    YIELD
  }

  /** What to do when a device loses its carrier. */
  public enum OnCarrierLoss {
    /** Nothing. */
    KEEP,
    /** Give the service up, which is in {@code FAIL} here until the carrier is back. */
    YIELD
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a value is out of its bounds; the message says which and
   *     what to write instead
   */
  public AddressPolicy {
    announceTo = List.copyOf(announceTo);
    if (probeNum < 0 || probeNum > PROBE_NUM_LIMIT) {
      throw new IllegalArgumentException(
          "probe-num is " + probeNum + ": it must be 0 to " + PROBE_NUM_LIMIT);
    }
    requireProbeTime("probe-interval", probeInterval);
    requireProbeTime("announce-wait", announceWait);
    if (announceRefresh.isNegative() || announceRefresh.compareTo(REFRESH_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "announce-refresh is "
              + announceRefresh.toSeconds()
              + " s: it must be 0 (never) to "
              + REFRESH_LIMIT.toSeconds());
    }
    if (announceTo.size() > ANNOUNCE_TO_LIMIT) {
      throw new IllegalArgumentException(
          "announce-to names "
              + announceTo.size()
              + " hosts: it must be at most "
              + ANNOUNCE_TO_LIMIT
              + ", routers and firewalls for example");
    }
    for (InetAddress host : announceTo) {
      if (host.isAnyLocalAddress() || host.isMulticastAddress() || host.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "announce-to names " + host.getHostAddress() + ": name the address of another host");
      }
    }
  }

  private static void requireProbeTime(String setting, Duration time) {
    if (time.toMillis() < 1 || time.compareTo(PROBE_TIME_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "%s is %d ms: it must be 1 to %d"
              .formatted(setting, time.toMillis(), PROBE_TIME_LIMIT.toMillis()));
    }
  }

  /** Returns it as words {@code NAME=VALUE}, as the sentinel takes it. */
  String arguments() {
    List<String> words = new ArrayList<>();
    words.add("probe-interval=" + probeInterval.toMillis());
    words.add("announce-wait=" + announceWait.toMillis());
    if (!announceTo.isEmpty()) {
      words.add(
          "announce-to="
              + String.join(",", announceTo.stream().map(InetAddress::getHostAddress).toList()));
    }
    words.add("announce-neighbours=" + announceNeighbours);
    words.add("announce-refresh=" + announceRefresh.toSeconds());
    words.add("on-conflict=" + word(onConflict));
    words.add("on-removal=" + word(onRemoval));
    words.add("on-carrier-loss=" + word(onCarrierLoss));
    words.add("tickle=" + tickle);
    words.add("vmac=" + vmac);
    return String.join(" ", words);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
