package org.batonha.transport.wire;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where payloads are copied to that have to outlive the call which brought them: long ones into
 * arrays that are used again and again, for to make one of 64 KB for each bundle keeps the
 * collector busy. Not thread-safe: whoever has it guards it.
 */
public final class Chunks {
  /** Bytes of each: any bundle fits. */
  static final int BYTES = 64 * 1024;

  /** A shorter payload gets an array of its own: a chunk would be wasted on it. */
  static final int LEAST = BYTES / 2;

  private final int maxFree;
  private final Deque<byte[]> free = new ArrayDeque<>();

  /**
   * Has no chunks yet.
   *
   * @param maxBytes at most so many bytes are kept for later
   */
  public Chunks(int maxBytes) {
    this.maxFree = maxBytes / BYTES;
  }

  /** Returns a copy of a frame, whose payload is nobody else's. */
  public OutFrame copy(OutFrame frame) {
    int length = frame.length();
    boolean fits = length >= LEAST && length <= BYTES;
    byte[] array = fits ? free.poll() : new byte[length];
    if (array == null) {
      array = new byte[BYTES];
    }
    System.arraycopy(frame.buffer(), frame.offset(), array, 0, length);
    return new OutFrame(frame.type(), frame.sequence(), array, 0, length);
  }

  /** Takes back a copy that nobody uses any more. */
  public void release(OutFrame copy) {
    if (copy.buffer().length == BYTES && copy.length() >= LEAST && free.size() < maxFree) {
      free.push(copy.buffer());
    }
  }
}
