package org.batonha.benchmarks.addresses;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is done to the host that has the address. */
enum Case {
  /** All processes of the contender there are killed (SIGKILL); of Baton, the server. */
  KILL(Duration.ofSeconds(3), Duration.ofSeconds(15), false),
  /** The same processes are stopped by SIGSTOP, and go on (SIGCONT) at the end. */
  HANG(Duration.ofSeconds(4), Duration.ofSeconds(15), true),
  /** Both network cables are pulled: carrier is lost. They are plugged in again at the end. */
  CABLE(Duration.ofSeconds(4), Duration.ofSeconds(15), true),
  /**
   * The ports at both switches die: carrier stays. They live again at the end, which is the case
   * {@code heal}.
   */
  SWITCH(Duration.ofSeconds(4), Duration.ofSeconds(15), true),
  /** SIGTERM. */
  STOP(Duration.ofSeconds(2), Duration.ofSeconds(15), false),
  /** An operator moves the address to the other host, in the way that the contender offers. */
  MOVE(Duration.ofSeconds(2), Duration.ofSeconds(15), false);

  /** What comes after {@link #SWITCH}: the split is healed. */
  static final String HEAL = "heal";

  private final Duration least;
  private final Duration most;
  private final boolean heals;

  Case(Duration least, Duration most, boolean heals) {
    this.least = least;
    this.most = most;
    this.heals = heals;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Case::word).toList();
  }

  /** Returns the one with a word, one of {@link #words()}. */
  static Case of(String word) {
    return values()[words().indexOf(word)];
  }

  /** Returns for how long the outcome is looked at in any case. */
  Duration least() {
    return least;
  }

  /** Returns after what time a contender is not waited for any more. */
  Duration most() {
    return most;
  }

  /** Returns whether it is taken back while the client goes on. */
  boolean heals() {
    return heals;
  }
}
