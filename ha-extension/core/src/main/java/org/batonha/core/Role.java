package org.batonha.core;

/** What a node is to a service; a property of the pair, never of the node. */
public enum Role {
  /** The first in the service's preference. */
  PRIMARY,
  /** Any other node. */
  BACKUP
}
