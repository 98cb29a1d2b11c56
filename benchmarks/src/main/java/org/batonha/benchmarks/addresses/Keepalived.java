package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * VRRP as Debian's keepalived does it, without preemption, so that a move is not taken back.
 *
 * @param interval {@code advert_int}, in seconds
 */
record Keepalived(String word, String interval) implements Contender {
  private static final String PROGRAM = "keepalived";

  @Override
  public Optional<String> missing() {
    return Tools.missing(PROGRAM, "keepalived");
  }

  @Override
  public boolean isServer() {
    return false;
  }

  @Override
  public Daemon on(String host, Stage stage) {
    return new OnHost(host, stage);
  }

  private final class OnHost extends Daemon {
    OnHost(String host, Stage stage) {
      super(stage, host, word);
    }

    @Override
    List<String> command() throws IOException {
      return KeepalivedCommand.of(host(), interval, directory(), Optional.empty());
    }

    /** A backup says nothing: it is one after three intervals and its skew. */
    @Override
    boolean isSettled() {
      return isOlderThan(Duration.ofMillis(1_000 + (long) (4_000 * Double.parseDouble(interval))));
    }

    /** VRRP's own way: the master ends with priority 0, which says that it will not come back. */
    @Override
    Instant move() throws IOException {
      return terminate();
    }
  }
}
