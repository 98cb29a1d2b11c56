/**
 * Two WildFly servers and the sessions of their clients: what do durable sessions cost, and what
 * does a fault cost the clients, beside the stock server?
 *
 * <p>In: the names of subjects ({@link org.batonha.benchmarks.sessions.Servers}) and of cases. Out:
 * samples. Each subject has two servers in a lab of its own ({@link
 * org.batonha.benchmarks.sessions.Pair}), so that all of them are warm and have their turns. What
 * counts is what the clients saw, and the processor time that the kernel shows.
 */
package org.batonha.benchmarks.sessions;
