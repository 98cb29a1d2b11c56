package org.batonha.benchmarks;

import org.batonha.benchmarks.addresses.AddressesCommand;
import org.batonha.benchmarks.sessions.SessionsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code benchmarks/run NAME [OPTIONS]}. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    description = "Measures, and compares in one run. Each has a --help of its own.",
    subcommands = {
      TransportCommand.class,
      AddressesCommand.class,
      DetectionCommand.class,
      SessionsCommand.class,
      GapsCommand.class,
      SuspicionCommand.class
    })
final class Main {
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
