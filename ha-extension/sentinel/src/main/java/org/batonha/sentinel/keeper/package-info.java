/**
 * The decisions: who holds what until when, what is probed, announced, prolonged and defended at
 * which instant, and what is answered.
 *
 * <p>In come commands, claims of other hosts and the news of the kernel, each with {@code now}; out
 * go calls of {@link org.batonha.sentinel.keeper.Host} and lines to whoever commands. No clock, no
 * thread, no I/O of its own: the tests run it in virtual time. Not safe for use by several threads:
 * one thread owns it.
 */
package org.batonha.sentinel.keeper;
