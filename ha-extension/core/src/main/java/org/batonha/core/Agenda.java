package org.batonha.core;

/** What a step has still to do, in the order in which it is done. */
final class Agenda {
  private boolean touched;
  private boolean counted;
  private boolean hurry;
  private boolean consider;

  /** Something of a local service may have changed. */
  void touch() {
    touched = true;
  }

  /** The voters, or a witness, have said something new. */
  void count() {
    counted = true;
  }

  /** A renewal is worth sending before the next heartbeat. */
  void hurry() {
    hurry = true;
  }

  /** The nominator has something new to look at. */
  void consider() {
    consider = true;
  }

  boolean isOpen() {
    return touched || counted || hurry || consider;
  }

  boolean takeTouched() {
    boolean was = touched;
    touched = false;
    return was;
  }

  boolean takeCounted() {
    boolean was = counted;
    counted = false;
    return was;
  }

  boolean takeHurry() {
    boolean was = hurry;
    hurry = false;
    return was;
  }

  boolean takeConsider() {
    boolean was = consider;
    consider = false;
    return was;
  }
}
