package org.batonha.benchmarks;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code benchmarks/run transport [--json] [--runs N] [--quick] [--nodes N,…] [--subjects S,…]}.
 */
@Command(
    name = "transport",
    mixinStandardHelpOptions = true,
    description = "REDUNDANT beside JGroups' TCP and UDP.")
final class TransportCommand implements Callable<Integer> {
  @Option(names = "--json", description = "print one JSON object instead of a table")
  private boolean json;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "how often each subject has its turn; default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--quick",
      description = "warm up for 1 s and measure for 1 s each, instead of 1.5 s and 2 s")
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
    String refusal = refusal();
    if (refusal != null) {
      System.err.println("benchmarks: " + refusal);
      return CommandLine.ExitCode.USAGE;
    }
    Timing timing = quick ? Timing.QUICK : Timing.FULL;
    List<Subject> chosen = subjects.stream().map(Subject::of).toList();
    TransportBenchmark benchmark = new TransportBenchmark(runs, nodes, chosen, timing);
    Report report = benchmark.run();
    System.out.print(json ? report.json() : report.text());
    if (benchmark.failures() > 0) {
      System.err.printf("benchmarks: %d measurements have failed%n", benchmark.failures());
      return CommandLine.ExitCode.SOFTWARE;
    }
    return CommandLine.ExitCode.OK;
  }

  private String refusal() {
    if (runs < 1) {
      return "--runs is %d: it must be at least 1".formatted(runs);
    }
    for (int count : nodes) {
      if (count < 2 || count > Subject.MAX_NODES) {
        return "--nodes has %d: it must be between 2 and %d".formatted(count, Subject.MAX_NODES);
      }
    }
    for (String subject : subjects) {
      if (!Subject.words().contains(subject)) {
        return "--subjects has '%s': there are %s".formatted(subject, Subject.words());
      }
    }
    return null;
  }
}
