package org.batonha.sentinel.protocol;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a service's addresses are taken, told and watched.
 *
 * @param probeInterval between two probes for an address; 1 ms to 10 s
 * @param announceWait how long an answer to the last probe is awaited (RFC 5227, ANNOUNCE_WAIT); 1
 *     ms to 10 s
 * @param announceTo hosts that are told by unicast, besides the broadcast; at most {@value
 *     #ANNOUNCE_TO_LIMIT}
 * @param announceNeighbours whether the device's known neighbours are told by unicast, too
 * @param announceRefresh how often the network is told after the first ten seconds; 0: never, else
 *     1 s to 1 day
 * @param onConflict whether to give the addresses up when another host claims one
 * @param onRemoval whether to give them up when somebody removes one
 * @param onCarrierLoss whether to give them up when a device of theirs can not send
 * @param tickle whether to tell of the open TCP connections to them
 * @param vmac whether each has a hardware address of its own, which goes with it
 */
public record Policy(
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
  /** How many hosts one service may name to be told by unicast. */
  public static final int ANNOUNCE_TO_LIMIT = 16;

  /** What holds where nothing else was said. */
  public static final Policy DEFAULT =
      new Policy(
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

  private static final List<String> NAMES =
      List.of(
          "announce-neighbours",
          "announce-refresh",
          "announce-to",
          "announce-wait",
          "on-carrier-loss",
          "on-conflict",
          "on-removal",
          "probe-interval",
          "tickle",
          "vmac");

  /** What is done when another host claims an address. */
  public enum OnConflict {
    /** It is defended for as long as the lease lasts (RFC 5227 section 2.4 c). */
    DEFEND,
    /** All of the service's addresses are given up at once (RFC 5227 section 2.4 a). */
    YIELD
  }

  /** What is done when somebody removes an address. */
  public enum OnRemoval {
    /** It is put back. */
    RESTORE,
    /** All of the service's addresses are given up. */
    YIELD
  }

  /** What is done when a device loses its carrier. */
  public enum OnCarrierLoss {
    /** Its addresses stay. */
    KEEP,
    /** All of the service's addresses are given up, and not taken while it has none. */
    YIELD
  }

  /** Takes a copy of the list. */
  public Policy {
    announceTo = List.copyOf(announceTo);
  }

  /**
   * Reads words {@code NAME=VALUE}; what is not named has its default.
   *
   * @throws Refusal when one is unknown, named twice or out of its bounds; the text says which, and
   *     what would be right
   */
  static Policy parse(List<String> words) throws Refusal {
    Map<String, String> values = new TreeMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0 || !NAMES.contains(name)) {
        throw usage(
            "'%s' is not NAME=VALUE: the names are %s"
                .formatted(Quote.of(word), String.join(" ", NAMES)));
      }
      if (values.put(name, word.substring(equals + 1)) != null) {
        throw usage("%s is named twice: name it once".formatted(name));
      }
    }
    return new Policy(
        Duration.ofMillis(
            number(values, "probe-interval", DEFAULT.probeInterval.toMillis(), 1, 10_000, "ms")),
        Duration.ofMillis(
            number(values, "announce-wait", DEFAULT.announceWait.toMillis(), 1, 10_000, "ms")),
        hosts(values.getOrDefault("announce-to", "")),
        constant(YesNo.class, values, "announce-neighbours", YesNo.TRUE) == YesNo.TRUE,
        Duration.ofSeconds(
            number(
                values, "announce-refresh", DEFAULT.announceRefresh.toSeconds(), 0, 86_400, "s")),
        constant(OnConflict.class, values, "on-conflict", DEFAULT.onConflict),
        constant(OnRemoval.class, values, "on-removal", DEFAULT.onRemoval),
        constant(OnCarrierLoss.class, values, "on-carrier-loss", DEFAULT.onCarrierLoss),
        constant(YesNo.class, values, "tickle", YesNo.FALSE) == YesNo.TRUE,
        constant(YesNo.class, values, "vmac", YesNo.FALSE) == YesNo.TRUE);
  }

  private enum YesNo {
    TRUE,
    FALSE
  }

  private static long number(
      Map<String, String> values, String name, long byDefault, long least, long most, String unit)
      throws Refusal {
    String value = values.get(name);
    if (value == null) {
      return byDefault;
    }
    long number = value.matches("[0-9]{1,9}") ? Long.parseLong(value) : -1;
    if (number < least || number > most) {
      throw usage(
          "%s is '%s': it must be a number from %d to %d, in %s"
              .formatted(name, Quote.of(value), least, most, unit));
    }
    return number;
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, Map<String, String> values, String name, E byDefault) throws Refusal {
    String value = values.get(name);
    if (value == null) {
      return byDefault;
    }
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT);
      if (word.equals(value)) {
        return constant;
      }
      words.add(word);
    }
    throw usage(
        "%s is '%s': it must be %s".formatted(name, Quote.of(value), String.join(" or ", words)));
  }

  private static List<InetAddress> hosts(String value) throws Refusal {
    Set<InetAddress> hosts = new HashSet<>();
    List<InetAddress> inOrder = new ArrayList<>();
    if (value.isEmpty()) {
      return inOrder;
    }
    for (String word : value.split(",", -1)) {
      InetAddress host = host(word);
      if (hosts.add(host)) {
        inOrder.add(host);
      }
    }
    if (inOrder.size() > ANNOUNCE_TO_LIMIT) {
      throw usage(
          "announce-to names %d hosts: it must be at most %d"
              .formatted(inOrder.size(), ANNOUNCE_TO_LIMIT));
    }
    return inOrder;
  }

  private static InetAddress host(String word) throws Refusal {
    InetAddress host;
    try {
      host = IpLiteral.parse(word);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ErrorCode.ADDRESS, "announce-to: " + e.getMessage(), e);
    }
    if (host.isAnyLocalAddress() || host.isMulticastAddress() || host.isLoopbackAddress()) {
      throw new Refusal(
          ErrorCode.ADDRESS,
          "announce-to names %s: name the address of another host".formatted(Quote.of(word)));
    }
    return host;
  }

  private static Refusal usage(String text) {
    return new Refusal(ErrorCode.USAGE, text);
  }
}
