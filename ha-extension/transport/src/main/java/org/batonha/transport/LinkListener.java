package org.batonha.transport;

/** Is told of every change of the links. */
@FunctionalInterface
public interface LinkListener {
  /**
   * A peer's state on one link changed. All calls are serial, in order, and on a thread of their
   * own; what is not taken in time is dropped and counted.
   *
   * @param link the link's name
   * @param node the peer's node name
   * @param from the state before
   * @param to the state now
   * @param reason why, for people
   */
  void linkStateChanged(String link, String node, LinkState from, LinkState to, String reason);

  /** This node has one link more. */
  default void linkAdded(String link) {
    // Only of interest to who lists the links.
  }

  /** This node has one link less. */
  default void linkRemoved(String link) {
    // As above.
  }

  /** A link's priority was changed. */
  default void linkPriorityChanged(String link, int from, int to) {
    // As above.
  }
}
