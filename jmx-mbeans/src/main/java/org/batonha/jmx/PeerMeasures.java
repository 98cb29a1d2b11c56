package org.batonha.jmx;

import java.beans.ConstructorProperties;

/** What was measured and counted of one peer on one link: a snapshot, immutable. */
public final class PeerMeasures {
  private final boolean carrying;
  private final long upCount;
  private final long indoubtCount;
  private final long downCount;
  private final long roundTripMinMicros;
  private final long roundTripMeanMicros;
  private final long roundTripMaxMicros;
  private final long roundTrip99Micros;
  private final int lossInPermille;
  private final int lossOutPermille;
  private final long framesSent;
  private final long bytesSent;
  private final long bytesReceived;
  private final long framesResent;

  /** Creates a snapshot. */
  @ConstructorProperties({
    "carrying",
    "upCount",
    "indoubtCount",
    "downCount",
    "roundTripMinMicros",
    "roundTripMeanMicros",
    "roundTripMaxMicros",
    "roundTrip99Micros",
    "lossInPermille",
    "lossOutPermille",
    "framesSent",
    "bytesSent",
    "bytesReceived",
    "framesResent"
  })
  public PeerMeasures(
      boolean carrying,
      long upCount,
      long indoubtCount,
      long downCount,
      long roundTripMinMicros,
      long roundTripMeanMicros,
      long roundTripMaxMicros,
      long roundTrip99Micros,
      int lossInPermille,
      int lossOutPermille,
      long framesSent,
      long bytesSent,
      long bytesReceived,
      long framesResent) {
    this.carrying = carrying;
    this.upCount = upCount;
    this.indoubtCount = indoubtCount;
    this.downCount = downCount;
    this.roundTripMinMicros = roundTripMinMicros;
    this.roundTripMeanMicros = roundTripMeanMicros;
    this.roundTripMaxMicros = roundTripMaxMicros;
    this.roundTrip99Micros = roundTrip99Micros;
    this.lossInPermille = lossInPermille;
    this.lossOutPermille = lossOutPermille;
    this.framesSent = framesSent;
    this.bytesSent = bytesSent;
    this.bytesReceived = bytesReceived;
    this.framesResent = framesResent;
  }

  /** Returns whether this link carries messages to the peer now; all carry heartbeats. */
  public boolean isCarrying() {
    return carrying;
  }

  /** Returns how often the link was UP since the peer was learned. */
  public long getUpCount() {
    return upCount;
  }

  /** Returns how often it was INDOUBT. */
  public long getIndoubtCount() {
    return indoubtCount;
  }

  /** Returns how often it was DOWN. */
  public long getDownCount() {
    return downCount;
  }

  /**
   * Returns the shortest of the last 256 round trips in microseconds, or -1 while none is known.
   */
  public long getRoundTripMinMicros() {
    return roundTripMinMicros;
  }

  /** Returns the mean of the last 256 round trips in microseconds, or -1. */
  public long getRoundTripMeanMicros() {
    return roundTripMeanMicros;
  }

  /** Returns the longest of the last 256 round trips in microseconds, or -1. */
  public long getRoundTripMaxMicros() {
    return roundTripMaxMicros;
  }

  /** Returns what 99 of 100 of the last 256 round trips did not exceed, in microseconds, or -1. */
  public long getRoundTrip99Micros() {
    return roundTrip99Micros;
  }

  /** Returns how many of a thousand of the peer's last 50 heartbeats did not arrive here. */
  public int getLossInPermille() {
    return lossInPermille;
  }

  /**
   * Returns how many of a thousand of our last 50 heartbeats did not arrive there, as the peer
   * says.
   */
  public int getLossOutPermille() {
    return lossOutPermille;
  }

  /** Returns the frames that went to the peer over this link since it was learned. */
  public long getFramesSent() {
    return framesSent;
  }

  /** Returns the payload of these frames, in bytes. */
  public long getBytesSent() {
    return bytesSent;
  }

  /** Returns the payload of the frames that came from the peer over this link, in bytes. */
  public long getBytesReceived() {
    return bytesReceived;
  }

  /** Returns the frames that were sent again over this link because another had died with them. */
  public long getFramesResent() {
    return framesResent;
  }
}
