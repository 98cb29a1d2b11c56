/**
 * The decisions of Baton, and nothing but decisions: which node may hold which service, and until
 * when.
 *
 * <p>In come events (a view, a peer's message, a witness's answer, the outcome of a start, an
 * operator's command, a tick), each with the time at which it is handled; out go decisions (send,
 * start, stop, renew). There is no I/O, thread, clock, random source or logger in here, so that the
 * same code runs in the server and in a simulator.
 *
 * <p>Safety rests on leases that a quorum of voters grants, as in PaxosLease (Trencseni, Gazso,
 * Reinhardt: "PaxosLease: Diskless Paxos for Leases", 2009). Views only say who proposes, and when.
 * {@link org.batonha.core.Core} is the way in; {@link org.batonha.core.Voter} has the rule that
 * keeps one holder; {@link org.batonha.core.LocalService} is the state machine of one service on
 * this node; {@link org.batonha.core.Nominator} is the coordinator's part.
 */
package org.batonha.core;
