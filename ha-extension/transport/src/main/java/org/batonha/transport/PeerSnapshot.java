package org.batonha.transport;

/**
 * What one link knew of one peer at one instant.
 *
 * @param node the peer's node name
 * @param state what this node believes of it on this link
 * @param sinceMillis since when the state lasts, in milliseconds of the wall clock
 * @param roundTripMicros the last heartbeat's round trip in microseconds, -1 while none is known
 * @param heartbeatsMissed heartbeats in a row that are missing now
 * @param framesReceived frames that came from the peer over this link since it was learned
 * @param framesDropped frames for the peer that this link's full queue refused
 */
public record PeerSnapshot(
    String node,
    LinkState state,
    long sinceMillis,
    long roundTripMicros,
    long heartbeatsMissed,
    long framesReceived,
    long framesDropped) {}
