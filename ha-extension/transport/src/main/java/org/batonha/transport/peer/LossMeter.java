package org.batonha.transport.peer;

/**
 * Which of a peer's last {@link #WINDOW} heartbeats did not arrive, by their numbers. Pure, of
 * constant size; not thread-safe.
 */
public final class LossMeter {
  /** How many heartbeats are looked back: with one each 100 ms, the last 5 s. */
  public static final int WINDOW = 50;

  private static final long MASK = (1L << WINDOW) - 1;

  private long first = -1;
  private long newest;
  private long arrived; // bit n: the heartbeat n before the newest

  void arrived(long number) {
    if (first < 0 || newest - number >= WINDOW) {
      first = number; // the first ever, or so far back that the peer counts anew
      newest = number;
      arrived = 1;
    } else if (number > newest) {
      long gap = number - newest;
      arrived = gap >= WINDOW ? 1 : (arrived << gap | 1) & MASK;
      newest = number;
    } else {
      arrived |= 1L << newest - number;
    }
  }

  /** Returns how many of a thousand are missing. */
  int permille() {
    if (first < 0) {
      return 0;
    }
    long expected = Math.min(WINDOW, newest - first + 1);
    long missing = expected - Math.min(expected, Long.bitCount(arrived));
    return (int) (1000 * missing / expected);
  }
}
