package org.batonha.transport;

/** Is told of every change of a link's state. */
@FunctionalInterface
public interface LinkListener {
  /**
   * A peer's state on one link changed. Calls are serial, in order, and on a thread of their own;
   * what is not taken in time is dropped and counted.
   *
   * @param link the link's name
   * @param node the peer's node name
   * @param from the state before
   * @param to the state now
   * @param reason why, for people
   */
  void linkStateChanged(String link, String node, LinkState from, LinkState to, String reason);
}
