/**
 * Two hosts, one address, and whatever can go wrong with its holder: what does a client see, and
 * for how long do both hosts have the address?
 *
 * <p>In: the name of a contender ({@link org.batonha.benchmarks.addresses.Contender}) and of a case
 * ({@link org.batonha.benchmarks.addresses.Case}). Out: samples. Everything happens in the lab's
 * network namespaces; this JVM is the client. What counts is what the client was answered and what
 * the hosts' kernels say of their addresses, never a contender's own log.
 */
package org.batonha.benchmarks.addresses;
