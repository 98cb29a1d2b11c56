package org.batonha.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run suspicion}. */
@Command(
    name = "suspicion",
    mixinStandardHelpOptions = true,
    description = {
      "How often a living member is suspected on a machine that has far more to do than it can.",
      "Keeps every core busy, for as long as it takes."
    })
final class SuspicionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "for how long; default: ${DEFAULT-VALUE}")
  private int minutes;

  @Option(
      names = "--load",
      paramLabel = "N",
      defaultValue = "40",
      description =
          "how many busy loops run beside, at the same priority; default: ${DEFAULT-VALUE}")
  private int load;

  @Override
  public Integer call() throws Exception {
    Checks.range(spec, "--minutes", minutes, 1, 1_440);
    Checks.range(spec, "--load", load, 0, 1_000);
    Hosts hosts =
        new Hosts(2, SuspicionRun.class, List.of(String.valueOf(minutes), String.valueOf(load)));
    List<Sample> samples = hosts.run();
    return output.print(new Report("suspicion", samples, Map.of()), hosts.failed() ? 1 : 0);
  }
}
