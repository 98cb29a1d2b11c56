package org.batonha.transport;

import java.util.Locale;

/**
 * Which of the links to a peer carry its messages; heartbeats go over all of them in every mode.
 */
public enum LinkMode {
  /** The best link: by priority, then by measured loss and round trip. */
  PASSIVE,
  /** Every link carries everything, and the first copy that arrives counts. */
  ACTIVE,
  /** All links that are UP, in turn. */
  ROUND_ROBIN;

  /**
   * Reads {@code passive}, {@code active} or {@code round-robin}.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public static LinkMode of(String word) {
    for (LinkMode mode : values()) {
      if (mode.word().equals(word)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "mode is '%s': it must be passive, active or round-robin".formatted(word));
  }

  /** Returns the mode as the administrator writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
