/**
 * The sentinel: a small process beside the server that holds the service's addresses for it, and
 * lets go of them when the server dies, hangs, or no longer renews its lease.
 *
 * <p>In come lines on stdin (see {@code docs/sentinel.md}), frames and address changes from the
 * kernel, and the parent's process flags; out go addresses on devices, ARP and neighbour discovery
 * frames, and lines on stdout. One thread ({@link org.batonha.sentinel.Sentinel}) owns all state;
 * everything else posts to its inbox.
 *
 * <p>The parts: {@code protocol} turns bytes into commands, {@code keeper} decides (no clock, no
 * I/O of its own), {@code linux} carries out.
 */
package org.batonha.sentinel;
