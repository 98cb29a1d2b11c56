/**
 * A model check of the grants and leases: three nodes, one service, every order of what can happen
 * up to a depth. It drives the real voter, ballots and quorum; the messages, the clocks and the
 * holder are modelled. In: a depth, and which rule to break, if any. Out: how many states there
 * are, or the shortest story that ends with two holders.
 */
package org.batonha.core.model;
