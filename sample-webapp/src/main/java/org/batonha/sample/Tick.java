package org.batonha.sample;

/**
 * One tick.
 *
 * @param number 1 for the first since the ticker was created on this node
 * @param atMillis when, in milliseconds of the wall clock
 */
public record Tick(long number, long atMillis) {}
