package org.batonha.core;

/**
 * One entry of a node's event log.
 *
 * @param atNanos when, on the node's monotonic clock
 * @param service the service, or empty when it is about a node
 * @param epoch the baton's number, 0 for none
 * @param what what happened, such as {@code UP -> STOPPING} or {@code nominated n2}
 * @param reason why
 */
public record LogEntry(long atNanos, String service, long epoch, String what, String reason) {}
