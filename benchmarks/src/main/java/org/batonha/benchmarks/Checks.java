package org.batonha.benchmarks;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What options may be. */
public final class Checks {
  private Checks() {}

  /**
   * Checks a number.
   *
   * @throws ParameterException that names option, value and bounds
   */
  public static void range(CommandSpec spec, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is %d: it must be between %d and %d".formatted(option, value, least, most));
    }
  }

  /**
   * Checks a list of words.
   *
   * @throws ParameterException that names option, word and all that there are
   */
  public static void known(
      CommandSpec spec, String option, List<String> words, List<String> known) {
    for (String word : words) {
      if (!known.contains(word)) {
        throw new ParameterException(
            spec.commandLine(), "%s has '%s': there are %s".formatted(option, word, known));
      }
    }
  }
}
