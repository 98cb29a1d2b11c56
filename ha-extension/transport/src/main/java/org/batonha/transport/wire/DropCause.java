package org.batonha.transport.wire;

/** Why a frame was dropped; each cause is counted. */
public enum DropCause {
  /** It does not start with the magic number. */
  NOT_BATON,
  /** A serial line has changed or lost some of its bytes. */
  NOISE,
  /** Its version or its type is not one that this node speaks. */
  UNKNOWN_VERSION,
  /** It is cut off, too long, or its fields contradict each other. */
  MALFORMED,
  /** Another cluster's. */
  FOREIGN_CLUSTER,
  /** Our own, come back by multicast. */
  SELF,
  /** Meant for another link; multicast leaks between the interfaces of a host. */
  OTHER_LINK,
  /** Encrypted, and this node has no key. */
  NO_KEY,
  /** Not encrypted, and this node has a key. */
  UNSEALED,
  /** Encrypted with another key, or changed on its way. */
  FORGED,
  /** Its number on its link was seen before: a recording. */
  REPLAYED,
  /** From a start of a node that has not named ours yet: it may be a recording. */
  UNPROVEN,
  /** A heartbeat for another node, or start of one, which had this node's address before. */
  MISDIRECTED,
  /** Its handling failed: a bug, with the reason in the log. */
  FAILED,
  /** From a start of a node that has ended. */
  RETIRED,
  /** A connection of a stranger, while too many strangers are connected. */
  STRANGERS,
  /** From a node that the full table of peers has no room for. */
  TABLE_FULL,
  /** Came over another link before: the everyday case. */
  DUPLICATE,
  /** So old that nobody knows whether it came before. */
  LATE,
  /** Not sent: longer than the link can carry. */
  TOO_LARGE,
  /** Not sent: the host's route to the peer leads over another interface than the link's. */
  ASTRAY,
  /** Not sent: the link's queue is full. */
  QUEUE_FULL,
  /** Not sent: the system refused it, for example because the interface is down. */
  SEND_ERROR
}
