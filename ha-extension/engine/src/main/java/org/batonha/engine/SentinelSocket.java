package org.batonha.engine;

import java.nio.file.Path;

/**
 * The socket of a sentinel that runs as a service of the host, so that the server needs no
 * privilege.
 *
 * @param path where it listens
 */
public record SentinelSocket(Path path) implements SentinelSource {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException when it is no absolute path; the message says what to write
   */
  public SentinelSocket {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "the sentinel's socket is '"
              + path
              + "': give its absolute path, for example /run/baton/sentinel.sock");
    }
  }
}
