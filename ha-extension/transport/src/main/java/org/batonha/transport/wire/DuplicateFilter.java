package org.batonha.transport.wire;

import java.util.Arrays;

/**
 * Tells first copies from later ones by a sliding window over the sequence numbers of one start of
 * one sender; thread-safe. Memory is {@link #WINDOW} bits, whatever arrives.
 *
 * <p>A number below the window is called late and must be dropped: its first copy may have been
 * delivered. If it was not, the stack asks for it again, as for any lost datagram.
 */
public final class DuplicateFilter {
  /** How far behind the newest number a copy may still come. */
  public static final int WINDOW = 1 << 16;

  private final int window;
  private final long[] words;
  private long highest;

  /** Creates one with the usual window. */
  public DuplicateFilter() {
    this(WINDOW);
  }

  /** Creates one that remembers so many numbers, a power of two of at least 64. */
  DuplicateFilter(int window) {
    this.window = window;
    this.words = new long[window / Long.SIZE];
  }

  /** What a frame is. */
  public enum Verdict {
    /** Not seen before. */
    FRESH,
    /** Seen before. */
    DUPLICATE,
    /** Below the window. */
    LATE
  }

  public synchronized Verdict check(long sequence) {
    if (sequence > highest) {
      advance(sequence);
    } else if (highest - sequence >= window) {
      return Verdict.LATE;
    }
    int index = (int) (sequence & window - 1);
    long bit = 1L << index;
    if ((words[index >>> 6] & bit) != 0) {
      return Verdict.DUPLICATE;
    }
    words[index >>> 6] |= bit;
    return Verdict.FRESH;
  }

  private void advance(long sequence) {
    if (sequence - highest >= window) {
      Arrays.fill(words, 0);
    } else {
      for (long n = highest + 1; n <= sequence; n++) {
        int index = (int) (n & window - 1);
        words[index >>> 6] &= ~(1L << index);
      }
    }
    highest = sequence;
  }
}
