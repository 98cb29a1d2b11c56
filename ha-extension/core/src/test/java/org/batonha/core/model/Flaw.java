package org.batonha.core.model;

/** Which rule is broken, to see that the check finds it. */
public enum Flaw {
  /** All rules hold. */
  NONE,
  /** A voter acks a higher epoch while the last holder may be active. */
  NO_WAIT_FOR_THE_LEASE,
  /** The holder counts its lease from the arrival of an ack. */
  LEASE_FROM_ACK,
  /** A voter that has just started answers. */
  RESTARTED_VOTER_ANSWERS,
  /** A voter believes just as long as the holder's lease is, on its own clock. */
  DRIFT_IGNORED,
  /** A sentinel says that a run is over before it has let go. */
  LAST_WORD_TOO_EARLY,
  /** A holder says that it has let go while its addresses are still there. */
  RELEASED_TOO_EARLY,
  /** A nominator that was restarted gives out an epoch again, to another node. */
  EPOCH_GIVEN_OUT_TWICE
}
