package org.batonha.engine;

import java.util.List;

/**
 * How to start the sentinel.
 *
 * @param command program and arguments
 */
public record SentinelCommand(List<String> command) implements SentinelSource {
  /** Copies the list. */
  public SentinelCommand {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("the sentinel's command is empty: name a program");
    }
  }
}
