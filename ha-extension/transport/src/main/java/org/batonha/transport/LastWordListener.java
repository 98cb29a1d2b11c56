package org.batonha.transport;

/** Is told when the sentinel of a peer speaks for it. */
@FunctionalInterface
public interface LastWordListener {
  /**
   * A last word came, and it is proven. Comes once for each kind, on the thread that receives: it
   * must not wait for long.
   *
   * @param node the peer's node name
   * @param run the number of the peer's run, as it counts them
   * @param dead its process is dead; otherwise it may live, and only holds nothing any more
   */
  void lastWord(String node, long run, boolean dead);
}
