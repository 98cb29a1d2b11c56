/**
 * The demo and the cluster tests: servers, a counting client and faults in a lab of network
 * namespaces (the script {@code lab}).
 *
 * <p>In: a prepared server home and the name of a fault. Out: what the client saw and what the
 * kernels showed, as a timeline or as JSON. Our own log files count for nothing here. Everything
 * runs inside a lab and ends with it.
 */
package org.batonha.lab;
