package org.batonha.transport.peer;

/**
 * Says when to beat, and when this node itself stalled. Pure: time comes in. Not thread-safe.
 *
 * <p>It ticks {@link #TICKS_PER_BEAT} times per heartbeat, so that silence is seen soon after its
 * limit. A tick that comes more than {@link #STALL_BEATS} heartbeats late means that this node
 * slept and may judge nobody by what it did not hear meanwhile (compare Lifeguard, Dadgar et al.,
 * 2018).
 */
public final class Pulse {
  public static final int TICKS_PER_BEAT = 4;
  public static final int STALL_BEATS = 2;

  private final long beatNanos;
  private final long tickNanos;
  private long nextTickNanos;
  private long nextBeatNanos;

  /**
   * What a tick asks for.
   *
   * @param lateNanos how late the tick came
   */
  public record Tick(boolean beat, boolean stalled, long lateNanos) {}

  public Pulse(long beatNanos, long nowNanos) {
    this.beatNanos = beatNanos;
    this.tickNanos = beatNanos / TICKS_PER_BEAT;
    this.nextTickNanos = nowNanos;
    this.nextBeatNanos = nowNanos;
  }

  public Tick tick(long nowNanos) {
    long lateNanos = nowNanos - nextTickNanos;
    nextTickNanos = lateNanos < tickNanos ? nextTickNanos + tickNanos : nowNanos + tickNanos;
    boolean beat = nowNanos - nextBeatNanos >= 0;
    if (beat) {
      boolean onTime = nowNanos - nextBeatNanos < tickNanos;
      nextBeatNanos = (onTime ? nextBeatNanos : nowNanos) + beatNanos;
    }
    return new Tick(beat, lateNanos > STALL_BEATS * beatNanos, lateNanos);
  }

  public long nanosUntilNext(long nowNanos) {
    return nextTickNanos - nowNanos;
  }
}
