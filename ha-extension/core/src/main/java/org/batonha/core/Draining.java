package org.batonha.core;

/** A planned stop that waits, while the service goes on, until no request runs. */
final class Draining {
  private final String why;
  private final long ends;
  private final boolean isYield;
  private long asked;

  /**
   * Creates one.
   *
   * @param why what it stops for
   * @param isYield whether a nominator wants the service elsewhere, and asks for it again and again
   * @param ends when it stops at the latest
   */
  Draining(String why, boolean isYield, long ends, long now) {
    this.why = why;
    this.isYield = isYield;
    this.ends = ends;
    this.asked = now;
  }

  String why() {
    return why;
  }

  long ends() {
    return ends;
  }

  /** A nominator has asked again. */
  void askedAgain(long now) {
    asked = now;
  }

  /** Returns whether somebody still wants it to stop, where that is said with each heartbeat. */
  boolean isWanted(long now, long patienceNanos) {
    return !isYield || now - asked <= patienceNanos;
  }
}
