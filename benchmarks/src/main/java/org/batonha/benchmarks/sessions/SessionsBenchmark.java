package org.batonha.benchmarks.sessions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batonha.benchmarks.Sample;
import org.batonha.benchmarks.addresses.KeepalivedCommand;

/** All subjects in turn, so often; their servers run all the time. */
final class SessionsBenchmark {
  /**
   * How it is done.
   *
   * @param warmUpSeconds before anything counts, for each subject
   * @param seconds of each measurement without a fault
   */
  record Plan(int runs, int clients, int warmUpSeconds, int seconds) {}

  private final Plan plan;
  private final Pair.Place place;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, String> missing = new LinkedHashMap<>();
  private int failures;

  SessionsBenchmark(Plan plan, Pair.Place place) {
    this.plan = plan;
    this.place = place;
  }

  List<Sample> samples() {
    return samples;
  }

  /** Returns who was not measured, or not always, and why. */
  Map<String, String> missing() {
    return missing;
  }

  int failures() {
    return failures;
  }

  /** Measures without a fault. */
  void costs(List<Servers> subjects, List<String> cases) {
    List<String> lines = new ArrayList<>();
    if (cases.contains(Cost.SATURATED)) {
      lines.add("saturate ");
    }
    if (cases.contains(Cost.PACED)) {
      lines.add("pace ");
    }
    List<Pair> pairs = start(subjects, false);
    try {
      for (Pair pair : List.copyOf(pairs)) {
        lines.forEach(line -> ask(pairs, pair, line + plan.warmUpSeconds(), false));
      }
      for (int run = 1; run <= plan.runs(); run++) {
        System.err.printf("run %d of %d%n", run, plan.runs());
        for (Pair pair : List.copyOf(pairs)) {
          lines.forEach(line -> ask(pairs, pair, line + plan.seconds(), true));
        }
      }
    } finally {
      pairs.forEach(Pair::close);
    }
  }

  /** Does faults. */
  void faults(List<Servers> subjects, List<String> faults) {
    List<Pair> pairs = start(subjects, true);
    try {
      for (int run = 1; run <= plan.runs(); run++) {
        System.err.printf("run %d of %d%n", run, plan.runs());
        for (String fault : faults) {
          for (Pair pair : List.copyOf(pairs)) {
            ask(pairs, pair, "fault " + fault, true);
          }
        }
      }
    } finally {
      pairs.forEach(Pair::close);
    }
  }

  private List<Pair> start(List<Servers> subjects, boolean moves) {
    List<Pair> pairs = new ArrayList<>();
    for (Servers subject : subjects) {
      Keeper keeper =
          !subject.isStock() ? Keeper.SERVERS : moves ? Keeper.KEEPALIVED : Keeper.NOBODY;
      if (keeper == Keeper.KEEPALIVED && KeepalivedCommand.missing().isPresent()) {
        missing.put(subject.word(), KeepalivedCommand.missing().get());
        continue;
      }
      try {
        pairs.add(new Pair(subject, keeper, plan.clients(), place));
      } catch (IOException e) {
        fail(subject, e);
      }
    }
    return pairs;
  }

  /** One that fails is out, and the others go on. */
  private void ask(List<Pair> pairs, Pair pair, String line, boolean counts) {
    if (!pairs.contains(pair)) {
      return;
    }
    try {
      List<Sample> outcome = pair.ask(line);
      if (counts) {
        outcome.forEach(SessionsBenchmark::tell);
        samples.addAll(outcome);
      }
    } catch (IOException e) {
      fail(pair.servers(), e);
      pair.close();
      pairs.remove(pair);
    }
  }

  private void fail(Servers subject, IOException e) {
    failures++;
    missing.put(subject.word(), e.getMessage());
    System.err.printf("benchmarks: %s; going on%n", e.getMessage());
  }

  private static void tell(Sample sample) {
    System.err.printf(
        "  %-12s %-10s %-18s %9.2f %s%n",
        sample.kase(), sample.subject(), sample.metric(), sample.value(), sample.unit());
  }
}
