package org.batonha.core;

/**
 * What a node says of one service to all others.
 *
 * @param service the service
 * @param state its state on the sender
 * @param claim the epoch that the sender holds or asks for, 0 for none
 * @param cause why the sender was nominated for that epoch, or for the last one that it had
 * @param released the highest epoch that the sender has held and has stopped acting on, 0 for none
 * @param seen the highest epoch that the sender has heard of, or its boot; it takes none that is
 *     not above
 * @param order the number of the newest {@code stop} or {@code start} that the sender knows of, 0
 *     for none
 * @param stopped whether that was a {@code stop}
 * @param unavailable why the sender does not take this service now, whatever its state; empty when
 *     it does
 * @param behind why others had better have this service, if one of them can; empty when nothing is
 *     said against it. Whoever holds it keeps it
 * @param reason why the service is in that state, in one sentence
 */
public record ServiceReport(
    String service,
    ServiceState state,
    long claim,
    Cause cause,
    long released,
    long seen,
    long order,
    boolean stopped,
    String unavailable,
    String behind,
    String reason) {
  /** Returns whether nothing but what the sender knows of others tells this report from another. */
  boolean differsOnlyInSeen(ServiceReport other) {
    return claim == other.claim
        && released == other.released
        && state == other.state
        && order == other.order
        && stopped == other.stopped
        && cause == other.cause
        && unavailable.equals(other.unavailable)
        && behind.equals(other.behind)
        && reason.equals(other.reason);
  }
}
