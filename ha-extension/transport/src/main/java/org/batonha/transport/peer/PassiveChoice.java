package org.batonha.transport.peer;

import java.util.List;
import org.batonha.transport.LinkState;

/**
 * Which link carries in passive mode, with hysteresis. Pure: time comes in. Not thread-safe.
 *
 * <p>A link that is DOWN is left at once. One that is in doubt is kept, and the best that is UP
 * carries the same beside it until the doubt is over: so one missed heartbeat costs duplicates, not
 * a gap. A link that is only better has to stay so for {@link #HOLD_BEATS} heartbeats before
 * anything moves, so one that flaps is never taken.
 */
public final class PassiveChoice {
  /** For how many heartbeats another link has to be the better one. */
  static final int HOLD_BEATS = 20;

  /** From here on a link is lossy and comes after those that are not, whatever its priority. */
  static final int LOSSY_PERMILLE = 100;

  /** Losses closer to each other than this are the same. */
  static final int LOSS_MARGIN_PERMILLE = 50;

  /** A round trip has to be half as long, and by this much shorter. */
  static final long ROUND_TRIP_MARGIN_MICROS = 500;

  private final long holdNanos;
  private int current = -1;
  private int challenger = -1;
  private long challengedNanos;

  /**
   * What is known of a link.
   *
   * @param lossPermille the worse of both directions
   * @param roundTripMicros the mean; -1 while none is known
   */
  public record Candidate(LinkState state, int priority, int lossPermille, long roundTripMicros) {
    boolean lossy() {
      return lossPermille >= LOSSY_PERMILLE;
    }
  }

  /**
   * The links to use, as indices.
   *
   * @param second also carries while the first is in doubt; -1: none
   */
  public record Choice(int first, int second) {}

  /** Has chosen nothing yet. */
  public PassiveChoice(long heartbeatNanos) {
    this.holdNanos = HOLD_BEATS * heartbeatNanos;
  }

  /** Forgets the choice: the indices mean other links from now on. */
  public void reset() {
    current = -1;
    challenger = -1;
  }

  /** Chooses among the links to one peer, always given in the same order; at least one. */
  public Choice choose(List<Candidate> links, long nowNanos) {
    int best = best(links, LinkState.UP);
    boolean isGone = current < 0 || current >= links.size();
    if (isGone || links.get(current).state() == LinkState.DOWN) {
      current = best >= 0 ? best : Math.max(best(links, LinkState.INDOUBT), 0);
      challenger = -1;
    }
    if (links.get(current).state() != LinkState.UP) {
      challenger = -1;
      return new Choice(current, best);
    }
    return new Choice(compete(links, best, nowNanos), -1);
  }

  private int compete(List<Candidate> links, int best, long nowNanos) {
    if (!better(links.get(best), links.get(current))) {
      challenger = -1;
    } else if (best != challenger) {
      challenger = best;
      challengedNanos = nowNanos;
    } else if (nowNanos - challengedNanos >= holdNanos) {
      current = best;
      challenger = -1;
    }
    return current;
  }

  private static int best(List<Candidate> links, LinkState state) {
    int best = -1;
    for (int i = 0; i < links.size(); i++) {
      if (links.get(i).state() == state && (best < 0 || better(links.get(i), links.get(best)))) {
        best = i;
      }
    }
    return best;
  }

  private static boolean better(Candidate one, Candidate other) {
    if (one.lossy() != other.lossy()) {
      return other.lossy();
    }
    if (one.priority() != other.priority()) {
      return one.priority() > other.priority();
    }
    if (Math.abs(one.lossPermille() - other.lossPermille()) >= LOSS_MARGIN_PERMILLE) {
      return one.lossPermille() < other.lossPermille();
    }
    return one.roundTripMicros() >= 0
        && one.roundTripMicros() * 2 < other.roundTripMicros()
        && other.roundTripMicros() - one.roundTripMicros() > ROUND_TRIP_MARGIN_MICROS;
  }
}
