package org.batonha.core.model;

/** A state of the whole: three nodes, and all that is on its way between them. */
final class Cluster {
  /** How many numbers a state is. */
  static final int WORDS = 4;

  final Node[] nodes = {new Node(), new Node(), new Node()};
  private final long[] packed = new long[Node.NODES];
  private final long[] mirrored = new long[Node.NODES];
  private final long[] candidate = new long[WORDS];

  /** All nodes have run for long, and know nothing of the service. */
  static Cluster initial() {
    Cluster cluster = new Cluster();
    for (int i = 0; i < Node.NODES; i++) {
      cluster.nodes[i].index = i;
      cluster.nodes[i].alive = 1;
    }
    return cluster;
  }

  /** Writes the state as it is. */
  void pack(long[] to) {
    long whole = 0;
    for (int i = 0; i < Node.NODES; i++) {
      to[i] = nodes[i].pack(false);
      whole = whole << 6 | nodes[i].whole();
    }
    to[Node.NODES] = whole;
  }

  void unpack(long[] from, int at) {
    long whole = from[at + Node.NODES];
    for (int i = 0; i < Node.NODES; i++) {
      nodes[i].unpack(i, from[at + i], (int) (whole >> 6 * (Node.NODES - 1 - i)) & 63);
    }
  }

  /** Writes the least of the six states that differ only in who is called what. */
  void packLeast(long[] to) {
    for (int i = 0; i < Node.NODES; i++) {
      packed[i] = nodes[i].pack(false);
      mirrored[i] = nodes[i].pack(true);
    }
    boolean first = true;
    for (int turn = 0; turn < Node.NODES; turn++) {
      first = least(packed, turn, 1, to, first);
      first = least(mirrored, turn, Node.NODES - 1, to, first);
    }
  }

  private boolean least(long[] from, int start, int step, long[] to, boolean first) {
    long whole = 0;
    for (int i = 0; i < Node.NODES; i++) {
      int node = (start + i * step) % Node.NODES;
      candidate[i] = from[node];
      whole = whole << 6 | nodes[node].whole();
    }
    candidate[Node.NODES] = whole;
    if (first || isLess(candidate, to)) {
      System.arraycopy(candidate, 0, to, 0, WORDS);
    }
    return false;
  }

  private static boolean isLess(long[] a, long[] b) {
    for (int i = 0; i < WORDS; i++) {
      if (a[i] != b[i]) {
        return a[i] < b[i];
      }
    }
    return false;
  }

  /** Returns how many times a process has ended. */
  int crashes() {
    int crashes = 0;
    for (Node node : nodes) {
      crashes += node.boot + 1 - node.alive;
    }
    return crashes;
  }

  /** Returns which invariant is violated, or an empty text. */
  String violation() {
    int acting = 0;
    int acted = 0;
    for (Node node : nodes) {
      acting += node.isActing() ? 1 : 0;
      if ((acted & node.acted) != 0) {
        return "I2: an epoch has two holders";
      }
      acted |= node.acted;
    }
    return acting > 1 ? "I1: two nodes act at one instant" : "";
  }

  /** Returns how many different epochs were acted on. */
  int epochsActedOn() {
    return Integer.bitCount(nodes[0].acted | nodes[1].acted | nodes[2].acted);
  }

  /** Returns how many different nodes have acted. */
  int holders() {
    int holders = 0;
    for (Node node : nodes) {
      holders += node.acted == 0 ? 0 : 1;
    }
    return holders;
  }
}
