package org.batonha.sentinel.keeper;

/** The way back to one commander. Takes a line without its end; never blocks. */
@FunctionalInterface
public interface Replies {
  /** Sends one line. */
  void send(String line);
}
