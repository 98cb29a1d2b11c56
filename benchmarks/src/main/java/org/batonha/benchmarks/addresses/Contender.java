package org.batonha.benchmarks.addresses;

import java.util.Optional;

/** A tool that keeps one address on one of two hosts. Immutable. */
interface Contender {
  /** Returns its name in the report. */
  String word();

  /** Returns why it cannot be measured on this machine, and what to do about it. */
  Optional<String> missing();

  /** Returns what runs on a host; not started. */
  Daemon on(String host, Stage stage);

  /** Returns whether the application that uses the address is a part of it, and dies with it. */
  boolean isServer();

  /** Returns whether the other host resets the connections of one that can speak no more. */
  default boolean tickles() {
    return false;
  }
}
