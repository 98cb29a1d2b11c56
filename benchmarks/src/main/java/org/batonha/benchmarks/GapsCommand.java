package org.batonha.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run gaps}. */
@Command(
    name = "gaps",
    mixinStandardHelpOptions = true,
    description = {
      "The longest wait for the next message while one of two links fails in many ways.",
      "Three hosts in network namespaces, each sending 500 messages of 1 KB a second to all; no"
          + " privilege is needed where the kernel lets users make them."
    })
final class GapsCommand implements Callable<Integer> {
  private static final List<String> MODES = List.of("passive", "active", "round-robin");

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "how often each fault is made; default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "how long each fault lasts; default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--modes",
      paramLabel = "MODE",
      split = ",",
      defaultValue = "passive,active,round-robin",
      description = "in which modes; default: ${DEFAULT-VALUE}")
  private List<String> modes;

  @Option(
      names = "--faults",
      paramLabel = "WORD",
      defaultValue = "",
      description = "only the faults whose names have this word, and no fault; default: all")
  private String faults;

  @Override
  public Integer call() throws Exception {
    check();
    List<Sample> samples = new ArrayList<>();
    int failures = 0;
    for (String mode : modes) {
      List<String> arguments = List.of(mode, String.valueOf(seconds), String.valueOf(runs), faults);
      Hosts hosts = new Hosts(3, GapsRun.class, arguments);
      samples.addAll(hosts.run());
      failures += hosts.failed() ? 1 : 0;
    }
    return output.print(new Report("gaps", samples, Map.of()), failures);
  }

  private void check() {
    Checks.range(spec, "--runs", runs, 1, 10_000);
    Checks.range(spec, "--seconds", seconds, 1, 3_600);
    Checks.known(spec, "--modes", modes, MODES);
  }
}
