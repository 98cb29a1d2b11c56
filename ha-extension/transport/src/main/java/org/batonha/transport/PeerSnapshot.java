package org.batonha.transport;

/**
 * What one link knew of one peer at one instant.
 *
 * @param node the peer's node name
 * @param state what this node believes of it on this link
 * @param sinceMillis since when the state lasts, in milliseconds of the wall clock
 * @param carrying whether this link is one of those that carry messages to the peer now
 * @param entered how often each state was entered since the peer was learned
 * @param roundTrip how long heartbeats took there and back
 * @param lossIn the peer's heartbeats that did not arrive here, of the last {@value
 *     org.batonha.transport.peer.LossMeter#WINDOW}, in thousandths
 * @param lossOut our heartbeats that did not arrive there, as the peer says, in thousandths
 * @param heartbeatsMissed heartbeats in a row that are missing now
 * @param traffic what went over the link
 */
public record PeerSnapshot(
    String node,
    LinkState state,
    long sinceMillis,
    boolean carrying,
    Entered entered,
    RoundTrip roundTrip,
    int lossIn,
    int lossOut,
    long heartbeatsMissed,
    Traffic traffic) {

  /** How often each state was entered. */
  public record Entered(long up, long indoubt, long down) {}

  /**
   * Round trips of the last {@value org.batonha.transport.peer.RoundTrips#WINDOW} heartbeats, in
   * microseconds; all -1 while none is known.
   *
   * @param percentile99 99 of 100 took no longer
   */
  public record RoundTrip(long last, long min, long mean, long max, long percentile99) {}

  /**
   * Frames and bytes since the peer was learned. A multicast counts for each peer that hears it.
   *
   * @param framesDropped what the link's full queue refused
   * @param framesResent what was sent again because another link died with it
   */
  public record Traffic(
      long framesSent,
      long bytesSent,
      long framesReceived,
      long bytesReceived,
      long framesDropped,
      long framesResent) {}
}
