package org.batonha.jmx;

import java.beans.ConstructorProperties;

/** What one link knows of one peer: a snapshot, immutable. */
public final class PeerStatus {
  private final String node;
  private final String state;
  private final long sinceMillis;
  private final long roundTripMicros;
  private final long heartbeatsMissed;
  private final long framesReceived;
  private final long framesDropped;
  private final PeerMeasures measures;

  /** Creates a snapshot. */
  @ConstructorProperties({
    "node",
    "state",
    "sinceMillis",
    "roundTripMicros",
    "heartbeatsMissed",
    "framesReceived",
    "framesDropped",
    "measures"
  })
  public PeerStatus(
      String node,
      String state,
      long sinceMillis,
      long roundTripMicros,
      long heartbeatsMissed,
      long framesReceived,
      long framesDropped,
      PeerMeasures measures) {
    this.node = node;
    this.state = state;
    this.sinceMillis = sinceMillis;
    this.roundTripMicros = roundTripMicros;
    this.heartbeatsMissed = heartbeatsMissed;
    this.framesReceived = framesReceived;
    this.framesDropped = framesDropped;
    this.measures = measures;
  }

  /** Returns the peer's node name. */
  public String getNode() {
    return node;
  }

  /** Returns {@code UP}, {@code INDOUBT} or {@code DOWN}. */
  public String getState() {
    return state;
  }

  /** Returns since when the state lasts, in milliseconds of the wall clock. */
  public long getSinceMillis() {
    return sinceMillis;
  }

  /** Returns the last round trip of a heartbeat in microseconds, or -1 while none is known. */
  public long getRoundTripMicros() {
    return roundTripMicros;
  }

  /** Returns how many heartbeats in a row are missing now; 0 when the last one came in time. */
  public long getHeartbeatsMissed() {
    return heartbeatsMissed;
  }

  /** Returns the frames that came from this peer over this link since the start. */
  public long getFramesReceived() {
    return framesReceived;
  }

  /** Returns the frames for this peer that were dropped because the link's queue was full. */
  public long getFramesDropped() {
    return framesDropped;
  }

  /** Returns what else was measured and counted. */
  public PeerMeasures getMeasures() {
    return measures;
  }
}
