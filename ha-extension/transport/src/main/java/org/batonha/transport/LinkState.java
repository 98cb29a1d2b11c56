package org.batonha.transport;

/** What a node believes of one peer on one link. */
public enum LinkState {
  /** The peer's heartbeats arrive over this link. */
  UP,
  /** At least one heartbeat is missing, or the peer was only just learned; nothing is decided. */
  INDOUBT,
  /** The peer is silent on this link for the heartbeat limit, has stopped, or its process died. */
  DOWN
}
