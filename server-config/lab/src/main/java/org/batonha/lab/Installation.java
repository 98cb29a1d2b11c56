package org.batonha.lab;

import java.nio.file.Path;

/**
 * What the servers of a cluster are made of. Immutable.
 *
 * @param home the server home, which is only read
 * @param standalone the base directory that each node gets a copy of
 * @param mover how the shared address is moved on purpose
 */
public record Installation(Path home, Path standalone, Mover mover) {
  /** Moves the shared address away from a node. */
  @FunctionalInterface
  public interface Mover {
    /** Moves it, and returns when that is done. */
    void move(Cluster cluster, Server from);
  }

  /** Returns a home with Baton in it, as it is. */
  public static Installation of(Path home) {
    return new Installation(home, home.resolve("standalone"), Injection::batonMove);
  }
}
