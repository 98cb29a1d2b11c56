package org.batonha.core;

/** Why a node was nominated for a service. */
public enum Cause {
  /** The service had no holder before, as far as the nominator knows. */
  START,
  /** The last holder left, fell silent, failed, or let go by itself. */
  FAILURE,
  /** An operator moved the service, or started it. */
  OPERATOR,
  /** A node that the service prefers was healthy for the failback delay. */
  FAILBACK,
  /** The services that this one goes together with are there. */
  TOGETHER,
  /** Two holders were found after a split; the rightful one takes the service back. */
  RECLAIM;

  /** Returns whether a move for this cause counts towards the flap limit. */
  boolean isFlap() {
    return this == FAILURE || this == FAILBACK;
  }
}
