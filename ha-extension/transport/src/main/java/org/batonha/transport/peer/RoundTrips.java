package org.batonha.transport.peer;

import java.util.Arrays;
import org.batonha.transport.PeerSnapshot.RoundTrip;

/**
 * The round trips of the last {@link #WINDOW} heartbeats. Pure, of constant size; not thread-safe.
 */
public final class RoundTrips {
  /** How many are remembered: with a heartbeat each 100 ms, the last 25 s. */
  public static final int WINDOW = 256;

  private final long[] micros = new long[WINDOW];
  private long count;

  void add(long nanos) {
    micros[(int) (count % WINDOW)] = nanos / 1_000;
    count++;
  }

  /** Returns the mean in microseconds, -1 while none is known. */
  long meanMicros() {
    return count == 0 ? -1 : Arrays.stream(known()).sum() / known().length;
  }

  RoundTrip summary() {
    if (count == 0) {
      return new RoundTrip(-1, -1, -1, -1, -1);
    }
    long[] sorted = known();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(0.99 * sorted.length); // nearest rank
    return new RoundTrip(
        micros[(int) ((count - 1) % WINDOW)],
        sorted[0],
        meanMicros(),
        sorted[sorted.length - 1],
        sorted[rank - 1]);
  }

  private long[] known() {
    return Arrays.copyOf(micros, (int) Math.min(count, WINDOW));
  }
}
