package org.batonha.jmx;

/**
 * Durable sessions on this server. Registered as {@code org.batonha:type=Sessions} where they are
 * switched on. Counts are those since they were switched on, or the server started. Thread-safe.
 */
public interface SessionsMXBean {
  /** Returns how long a response waits for the commit of its session at most, in ms. */
  long getTimeout();

  /**
   * Returns what becomes of a response whose session was not committed: {@code fail}, {@code warn}.
   */
  String getOnFailure();

  /**
   * Returns what happens to requests with a session in a part of the cluster that may not decide:
   * {@code refuse}, {@code serve}.
   */
  String getWithoutQuorum();

  /** Returns how many responses wait for a commit now. */
  int getWaiting();

  /** Returns how many responses were withheld for the commit of a change. */
  long getWithheld();

  /** Returns how many of them ended after a commit on all owners. */
  long getCommitted();

  /** Returns how many commits failed. */
  long getFailed();

  /** Returns how many responses waited longer than the time-out. */
  long getTimedOut();

  /** Returns how many failed requests were answered with 503. */
  long getRefused();

  /** Returns how many failed requests ended with their connection, for a part had left already. */
  long getBroken();

  /** Returns how many responses went out without a commit, by {@code warn}. */
  long getWarned();

  /** Returns how many requests were refused because this node is in a part that may not decide. */
  long getRefusedWithoutQuorum();

  /** Returns how long a withheld response waited, the mean, in microseconds. */
  long getMeanWait();

  /** Returns how long a withheld response waited at most, in microseconds. */
  long getLongestWait();
}
