/**
 * What this node believes of the others: who is where, how each link to each peer is, which one to
 * take, whom to suspect.
 *
 * <p>In: what was heard, and when. Out: states, routes and verdicts. The decisions are pure, time
 * comes in as an argument. Public for the transport's other packages only.
 */
package org.batonha.transport.peer;
