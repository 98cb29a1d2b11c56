package org.batonha.core;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The state of a service on one node. */
public enum ServiceState {
  /** Active here. */
  UP,
  /** Not active here, and could start at once. */
  RECOVER,
  /** Not active here, and cannot start until the cause is gone or an operator recovers it. */
  FAIL,
  /** Holds the baton; addresses and singletons are being taken. */
  STARTING,
  /** Addresses and singletons are being given up. */
  STOPPING,
  /** Might have started here, but the last holder still answers for an address: it is waited. */
  INDOUBT,
  /** Active here, as it is on another node since a split; waits for the other to let go. */
  RECLAIM;

  private static final Set<ServiceState> HOLDING = EnumSet.of(UP, STARTING, STOPPING, RECLAIM);
  private static final Set<ServiceState> ACTING = EnumSet.of(UP, STARTING, RECLAIM);

  private static final Map<ServiceState, Set<ServiceState>> LEGAL =
      new EnumMap<>(
          Map.of(
              RECOVER, EnumSet.of(STARTING, INDOUBT, FAIL),
              STARTING, EnumSet.of(UP, STOPPING, FAIL, INDOUBT, RECOVER),
              UP, EnumSet.of(STOPPING, RECLAIM),
              RECLAIM, EnumSet.of(STARTING, STOPPING),
              STOPPING, EnumSet.of(RECOVER, FAIL),
              INDOUBT, EnumSet.of(RECOVER, FAIL),
              FAIL, EnumSet.of(RECOVER)));

  /** Returns whether something of the service may be active on the node. */
  public boolean isHolding() {
    return HOLDING.contains(this);
  }

  /** Returns whether the node acts on a baton, so that its lease matters. */
  boolean isActing() {
    return ACTING.contains(this);
  }

  /** Returns whether a service may go from this state to {@code next}. */
  public boolean canBecome(ServiceState next) {
    return LEGAL.get(this).contains(next);
  }
}
