package org.batonha.cli;

import java.util.Objects;

/** A command ends here: with this code, and this one sentence for the user. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  CommandException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  CommandException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = Objects.requireNonNull(exitCode);
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
