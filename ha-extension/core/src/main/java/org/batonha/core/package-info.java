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
 *
 * <p>{@link org.batonha.core.Core} is the way in. {@link org.batonha.core.Voter} has the rule that
 * keeps one holder; {@link org.batonha.core.Listener} hears the renewals of all and asks it, {@link
 * org.batonha.core.Claimant} sends this node's own and counts the answers. {@link
 * org.batonha.core.LocalService} is the state machine of one service on this node. {@link
 * org.batonha.core.Nominator} chooses holders, by {@link org.batonha.core.Targets} and {@link
 * org.batonha.core.Placement}; {@link org.batonha.core.Operators} and {@link
 * org.batonha.core.Commands} do what a person orders.
 */
package org.batonha.core;
