package org.batonha.benchmarks;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run transport}. */
@Command(
    name = "transport",
    mixinStandardHelpOptions = true,
    description = "REDUNDANT beside JGroups' TCP and UDP: throughput, round trip, allocation.")
final class TransportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "how often each subject has its turn; default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--quick",
      description =
          "4 s of load for each new JVM, then warm up for 1 s and measure for 1 s each, instead of 10, 2 and 3 s")
  private boolean quick;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      split = ",",
      defaultValue = "2,3",
      description = "with how many nodes, 2 or 3; default: ${DEFAULT-VALUE}")
  private List<Integer> nodes;

  @Option(
      names = "--subjects",
      paramLabel = "SUBJECT",
      split = ",",
      description = "whom to measure; default: all of ${COMPLETION-CANDIDATES}",
      completionCandidates = Subjects.class)
  private List<String> subjects = Subject.words();

  /** For the help. */
  static final class Subjects implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Subject.words().iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    check();
    Timing timing = quick ? Timing.QUICK : Timing.FULL;
    List<Subject> chosen = subjects.stream().map(Subject::of).toList();
    TransportBenchmark benchmark = new TransportBenchmark(runs, nodes, chosen, timing);
    Report report = benchmark.run();
    return output.print(report, benchmark.failures());
  }

  private void check() {
    Checks.range(spec, "--runs", runs, 1, 1_000);
    for (int count : nodes) {
      Checks.range(spec, "--nodes", count, 2, Subject.MAX_NODES);
    }
    Checks.known(spec, "--subjects", subjects, Subject.words());
  }
}
