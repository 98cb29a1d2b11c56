package org.batonha.cli;

import java.util.Map;
import java.util.Optional;

/** What a command found out or did: one model, from which text and JSON are made. */
interface Answer {
  /** Returns the answer for people, ending with a line break. */
  String text(Terminal terminal);

  /** Returns the answer for programs: maps, lists, strings, numbers and booleans. */
  Map<String, Object> json();

  /** Returns how the command ends. */
  default ExitCode exitCode() {
    return ExitCode.OK;
  }

  /** Returns one sentence for standard error, if there is something to report. */
  default Optional<String> concern() {
    return Optional.empty();
  }
}
