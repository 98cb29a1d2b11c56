package org.batonha.core;

/**
 * What a node says of one service with every heartbeat.
 *
 * @param service the service
 * @param state its state on the sender
 * @param claim the epoch that the sender holds or asks for, 0 for none
 * @param released the highest epoch that the sender has held and has stopped acting on, 0 for none
 * @param seen the highest epoch that the sender has heard of, 0 for none
 * @param unavailable whether the sender takes nothing: its server does not serve, or it leaves
 * @param reason why the service is in that state, in one sentence
 */
public record ServiceReport(
    String service,
    ServiceState state,
    long claim,
    long released,
    long seen,
    boolean unavailable,
    String reason) {}
