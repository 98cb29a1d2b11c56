package org.batonha.transport.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.batonha.transport.wire.OutFrame;

/**
 * The messages that were sent last, for as long as they may have to be sent again over another
 * link; thread-safe. Bounded by bytes and number: what falls out is left to the stack, which asks
 * for what it misses.
 *
 * <p>One for all peers, not one per peer: a broadcast is kept once, and the memory does not grow
 * with the cluster.
 */
public final class Outbox {
  static final int MAX_FRAMES = 8192;

  private final int maxBytes;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long bytes;

  /** A message and its receiver, {@code null}: all. */
  private record Entry(Peer to, OutFrame frame) {}

  /** Creates an empty one. */
  public Outbox(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Remembers a message to one peer, or with {@code null} to all. */
  public synchronized void add(Peer to, OutFrame frame) {
    entries.addLast(new Entry(to, frame));
    bytes += frame.payload().length;
    while (entries.size() > MAX_FRAMES || bytes > maxBytes) {
      bytes -= entries.removeFirst().frame().payload().length;
    }
  }

  /** Returns what was sent to a peer after one sequence up to another, oldest first. */
  public synchronized List<OutFrame> between(Peer peer, long after, long last) {
    List<OutFrame> found = new ArrayList<>();
    for (Entry entry : entries) {
      long sequence = entry.frame().sequence();
      if (sequence > after && sequence <= last && (entry.to() == null || entry.to() == peer)) {
        found.add(entry.frame());
      }
    }
    return found;
  }
}
