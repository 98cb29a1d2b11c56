package org.batonha.transport.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.batonha.transport.wire.Chunks;
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

  /** Full, it takes one out for each one that it takes in: few are ever free. */
  private static final int MAX_FREE_BYTES = 256 * 1024;

  private final int maxBytes;
  private final Chunks chunks;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long bytes;

  /** A message and its receiver, {@code null}: all. */
  private record Entry(Peer to, OutFrame frame) {}

  /** Creates an empty one. */
  public Outbox(int maxBytes) {
    this.maxBytes = maxBytes;
    this.chunks = new Chunks(Math.min(maxBytes, MAX_FREE_BYTES));
  }

  /** Remembers a copy of a message to one peer, or with {@code null} to all. */
  public synchronized void add(Peer to, OutFrame frame) {
    bytes += frame.length();
    while (!entries.isEmpty() && (entries.size() >= MAX_FRAMES || bytes > maxBytes)) {
      OutFrame oldest = entries.removeFirst().frame();
      bytes -= oldest.length();
      chunks.release(oldest);
    }
    entries.addLast(new Entry(to, chunks.copy(frame)));
  }

  /** Returns copies of what was sent to a peer after one sequence up to another, oldest first. */
  public synchronized List<OutFrame> between(Peer peer, long after, long last) {
    List<OutFrame> found = new ArrayList<>();
    for (Entry entry : entries) {
      long sequence = entry.frame().sequence();
      if (sequence > after && sequence <= last && (entry.to() == null || entry.to() == peer)) {
        // The entry's own array may carry another message as soon as this returns.
        found.add(entry.frame().copy());
      }
    }
    return found;
  }
}
