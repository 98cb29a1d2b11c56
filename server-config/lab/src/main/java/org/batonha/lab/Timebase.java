package org.batonha.lab;

import java.time.Instant;

/**
 * Wall clock time that follows the monotonic clock from one common moment on, so that instants of
 * the client, the address watch and the faults can be compared, and a step of the clock in between
 * does not bend a measured duration.
 *
 * <p>The address watch alone reads the kernel's wall clock; it is the same one on all hosts of a
 * lab.
 */
public final class Timebase {
  private final Instant wall = Instant.now();
  private final long nanos = System.nanoTime();

  /** Returns the present instant. */
  public Instant now() {
    return wall.plusNanos(System.nanoTime() - nanos);
  }
}
