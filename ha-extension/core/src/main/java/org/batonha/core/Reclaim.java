package org.batonha.core;

/** Which of two holders keeps a service after a split has healed. */
public enum Reclaim {
  /** The one that comes first in the service's preference. */
  PREFERRED,
  /** The one that was granted the service last. */
  NEWEST_EPOCH
}
