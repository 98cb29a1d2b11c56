package org.batonha.core;

/** Whether a service goes back by itself to a node that it prefers. */
public enum Failback {
  /** It stays where it is until an operator moves it, or it has to leave. */
  MANUAL,
  /** It goes back when the preferred node could have held it for the failback delay. */
  AUTO
}
