package org.batonha.benchmarks;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Bounds of options. */
public final class Range {
  private Range() {}

  /**
   * Checks.
   *
   * @throws ParameterException that names option, value and bounds
   */
  public static void check(CommandSpec spec, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is %d: it must be between %d and %d".formatted(option, value, least, most));
    }
  }
}
