package org.batonha.benchmarks;

import org.batonha.benchmarks.addresses.AddressesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code benchmarks/run NAME [--json] [--runs N] …}: the options depend on the benchmark. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures, and compares in one run.",
    subcommands = {TransportCommand.class, AddressesCommand.class})
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
