package org.batonha.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How results are printed: the same for all benchmarks. */
public final class Output {
  @Option(names = "--json", description = "print one JSON object instead of a table")
  private boolean json;

  /** Prints, and returns the exit code. */
  public int print(Report report, int failures) {
    System.out.print(json ? report.json() : report.text());
    if (failures > 0) {
      System.err.printf("benchmarks: %d measurements have failed%n", failures);
      return CommandLine.ExitCode.SOFTWARE;
    }
    return CommandLine.ExitCode.OK;
  }
}
