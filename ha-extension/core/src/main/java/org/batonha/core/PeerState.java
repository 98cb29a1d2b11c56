package org.batonha.core;

/** What a node thinks of another one. */
public enum PeerState {
  /** It is in the view and was heard within the last heartbeats. */
  UP,
  /** It missed some heartbeats, fewer than the limit; nothing is decided yet. */
  INDOUBT,
  /** It is not in the view, or it missed as many heartbeats as the limit allows. */
  DOWN
}
