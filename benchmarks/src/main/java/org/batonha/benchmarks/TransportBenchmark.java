package org.batonha.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** REDUNDANT beside JGroups' TCP and UDP, with the same protocols above. */
final class TransportBenchmark {
  /**
   * NAKACK4 lets each sender be 16,384 messages ahead: at 8 KB and three nodes in one process that
   * is 1.2 GB, in its sender's window and in those of the two others. All of it is touched before:
   * else each page costs a fault when it is used first, which in a virtual machine is 13 us, as
   * much as six messages, and whoever allocates a little more is measured by that.
   */
  private static final List<String> HEAP = List.of("-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch");

  private final int runs;
  private final List<Integer> nodes;
  private final List<Subject> subjects;
  private final Timing timing;
  private int failures;

  /** Measures these subjects in turn, with so many nodes each, and all of that so often. */
  TransportBenchmark(int runs, List<Integer> nodes, List<Subject> subjects, Timing timing) {
    this.runs = runs;
    this.nodes = List.copyOf(nodes);
    this.subjects = List.copyOf(subjects);
    this.timing = timing;
  }

  Report run() throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      for (int count : nodes) {
        for (Subject subject : subjects) {
          System.err.printf("run %d of %d: %d nodes, %s%n", run, runs, count, subject.word());
          samples.addAll(measure(subject, count));
        }
      }
    }
    return new Report("transport", samples, references());
  }

  /** Returns how many measurements have failed, and are missing in the report wholly or in part. */
  int failures() {
    return failures;
  }

  private static Map<String, String> references() {
    Map<String, String> references = new LinkedHashMap<>();
    for (Subject subject : Subject.values()) {
      subject.reference().ifPresent(to -> references.put(subject.word(), to.word()));
    }
    return references;
  }

  /** A process of its own: nothing that one subject has warmed up serves another. */
  private List<Sample> measure(Subject subject, int count)
      throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    int exit =
        Program.run(
            Program.command(
                TransportRun.class,
                HEAP,
                List.of(subject.name(), String.valueOf(count), timing.name())),
            samples);
    if (exit != 0 || samples.isEmpty()) {
      // What one subject fails at must not cost the hour that the others took.
      failures++;
      System.err.printf(
          "measuring %s with %d nodes ended with exit code %d: the reason is above; going on%n",
          subject.word(), count, exit);
    }
    return samples;
  }
}
