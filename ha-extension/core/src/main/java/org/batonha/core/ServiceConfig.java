package org.batonha.core;

import java.time.Duration;
import java.util.List;

/**
 * A service: a name, the nodes that may hold it, and when it moves. The same on every node.
 *
 * @param name 1 to 64 letters, digits, '.', '_' or '-'
 * @param preference the nodes that may hold the service, the most wanted first; none twice
 * @param failback whether the service goes back by itself to a node that it prefers
 * @param failbackDelay how long that node must have been fit to hold it before; not negative
 * @param flapLimit after how many moves by failure or failback within {@code flapWindow} the
 *     service stays where it is and waits for an operator, or until the window has passed; 0 to
 *     1000, 0 for no limit
 * @param flapWindow the time over which those moves are counted; more than zero
 * @param togetherWith services that are always on the same node as this one; holds both ways
 * @param apartFrom services that are never on the same node as this one; holds both ways
 * @param reclaim which of two holders keeps the service after a split
 * @param drainTimeout how long a planned stop waits at most, while the service goes on, for a
 *     moment without a running request; up to {@link #LONGEST_DRAIN}, zero for not at all
 */
public record ServiceConfig(
    String name,
    List<String> preference,
    Failback failback,
    Duration failbackDelay,
    int flapLimit,
    Duration flapWindow,
    List<String> togetherWith,
    List<String> apartFrom,
    Reclaim reclaim,
    Duration drainTimeout) {
  /** The failback delay unless told otherwise. */
  public static final Duration DEFAULT_FAILBACK_DELAY = Duration.ofSeconds(30);

  /** The flap limit unless told otherwise. */
  public static final int DEFAULT_FLAP_LIMIT = 10;

  /** The flap window unless told otherwise. */
  public static final Duration DEFAULT_FLAP_WINDOW = Duration.ofMinutes(10);

  /** The drain time-out that servers have unless told otherwise. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(5);

  /** The longest drain time-out. */
  public static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);

  private static final int MOST_FLAPS = 1000;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a value is out of its bounds; the message says which and
   *     what to write instead
   */
  public ServiceConfig {
    Checks.name("service name", name);
    String of = " of service '" + name + "'";
    preference = Checks.distinctNames("preference" + of, preference);
    if (failbackDelay.isNegative()) {
      throw new IllegalArgumentException(
          "failback-delay" + of + " is " + failbackDelay + ": it must not be negative");
    }
    if (flapLimit < 0 || flapLimit > MOST_FLAPS) {
      throw new IllegalArgumentException(
          "flap-limit" + of + " is " + flapLimit + ": it must be from 0 (none) to " + MOST_FLAPS);
    }
    if (flapWindow.isNegative() || flapWindow.isZero()) {
      throw new IllegalArgumentException(
          "flap-window" + of + " is " + flapWindow + ": it must be more than zero");
    }
    if (drainTimeout.isNegative() || drainTimeout.compareTo(LONGEST_DRAIN) > 0) {
      throw new IllegalArgumentException(
          "drain-timeout" + of + " is " + drainTimeout + ": it must be from 0 to " + LONGEST_DRAIN);
    }
    togetherWith = Checks.otherServices("together-with" + of, name, togetherWith);
    apartFrom = Checks.otherServices("apart-from" + of, name, apartFrom);
    for (String other : apartFrom) {
      if (togetherWith.contains(other)) {
        throw new IllegalArgumentException(
            "service '"
                + other
                + "' is in together-with and in apart-from"
                + of
                + ": take it out of one of them");
      }
    }
  }

  /**
   * Creates a service with manual failback, ten moves in ten minutes, no company, and stops that
   * wait for nothing.
   */
  public ServiceConfig(String name, List<String> preference) {
    this(
        name,
        preference,
        Failback.MANUAL,
        DEFAULT_FAILBACK_DELAY,
        DEFAULT_FLAP_LIMIT,
        DEFAULT_FLAP_WINDOW,
        List.of(),
        List.of(),
        Reclaim.PREFERRED,
        Duration.ZERO);
  }

  /** Returns the same service, going back by itself after a delay. */
  public ServiceConfig withFailback(Duration delay) {
    Draft draft = new Draft(this);
    draft.failback = Failback.AUTO;
    draft.failbackDelay = delay;
    return draft.done();
  }

  /** Returns the same service with another bound on its moves. */
  public ServiceConfig withFlapLimit(int limit, Duration window) {
    Draft draft = new Draft(this);
    draft.flapLimit = limit;
    draft.flapWindow = window;
    return draft.done();
  }

  /** Returns the same service, always where these are. */
  public ServiceConfig together(String... others) {
    Draft draft = new Draft(this);
    draft.togetherWith = List.of(others);
    return draft.done();
  }

  /** Returns the same service, never where these are. */
  public ServiceConfig apart(String... others) {
    Draft draft = new Draft(this);
    draft.apartFrom = List.of(others);
    return draft.done();
  }

  /** Returns the same service with another rule for two holders. */
  public ServiceConfig withReclaim(Reclaim rule) {
    Draft draft = new Draft(this);
    draft.reclaim = rule;
    return draft.done();
  }

  /** Returns the same service with planned stops that wait for running requests. */
  public ServiceConfig withDrainTimeout(Duration timeout) {
    Draft draft = new Draft(this);
    draft.drainTimeout = timeout;
    return draft.done();
  }

  /** Returns the role of {@code node} for this service. */
  public Role roleOf(String node) {
    return preference.get(0).equals(node) ? Role.PRIMARY : Role.BACKUP;
  }

  /** What differs from another service is written into this. */
  private static final class Draft {
    private final String name;
    private final List<String> preference;
    private Failback failback;
    private Duration failbackDelay;
    private int flapLimit;
    private Duration flapWindow;
    private List<String> togetherWith;
    private List<String> apartFrom;
    private Reclaim reclaim;
    private Duration drainTimeout;

    Draft(ServiceConfig from) {
      name = from.name;
      preference = from.preference;
      failback = from.failback;
      failbackDelay = from.failbackDelay;
      flapLimit = from.flapLimit;
      flapWindow = from.flapWindow;
      togetherWith = from.togetherWith;
      apartFrom = from.apartFrom;
      reclaim = from.reclaim;
      drainTimeout = from.drainTimeout;
    }

    ServiceConfig done() {
      return new ServiceConfig(
          name,
          preference,
          failback,
          failbackDelay,
          flapLimit,
          flapWindow,
          togetherWith,
          apartFrom,
          reclaim,
          drainTimeout);
    }
  }
}
