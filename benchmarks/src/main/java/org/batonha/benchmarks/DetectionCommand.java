package org.batonha.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run detection}. */
@Command(
    name = "detection",
    mixinStandardHelpOptions = true,
    description = {
      "How long until a survivor has a view without a member that was killed, that hung while its"
          + " last word was said, or that was cut off.",
      "Two hosts in network namespaces; no privilege is needed where the kernel lets users make"
          + " them."
    })
final class DetectionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "50",
      description = "how often each thing happens; default: ${DEFAULT-VALUE}")
  private int runs;

  @Override
  public Integer call() throws Exception {
    Checks.range(spec, "--runs", runs, 1, 10_000);
    Hosts hosts = new Hosts(2, DetectionRun.class, List.of(String.valueOf(runs)));
    List<Sample> samples = hosts.run();
    return output.print(new Report("detection", samples, Map.of()), hosts.failed() ? 1 : 0);
  }
}
