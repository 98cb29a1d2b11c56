package org.batonha.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/run NAME [--json] [--runs N]}. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures, and compares in one run. There is: transport.")
final class Main implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "transport: REDUNDANT beside JGroups' TCP and UDP")
  private String name;

  @Option(names = "--json", description = "print one JSON object instead of a table")
  private boolean json;

  @Option(names = "--runs", paramLabel = "N", description = "how often each subject has its turn")
  private int runs = 3;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (!"transport".equals(name) || runs < 1) {
      System.err.println("benchmarks: name 'transport' and --runs of at least 1, please");
      return CommandLine.ExitCode.USAGE;
    }
    Report report = new TransportBenchmark(runs).run();
    System.out.print(json ? report.json() : report.text());
    return CommandLine.ExitCode.OK;
  }
}
