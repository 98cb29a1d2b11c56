package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.AddressWatch;
import org.batonha.lab.Lab;
import org.batonha.lab.LabException;

/** All contenders in turn, each through all cases, and that so often. */
final class AddressesBenchmark {
  private final int runs;
  private final List<Contender> contenders;
  private final List<Case> cases;
  private final Stage stage;
  private final Map<String, String> missing = new LinkedHashMap<>();
  private int failures;

  AddressesBenchmark(int runs, List<Contender> contenders, List<Case> cases, Stage stage) {
    this.runs = runs;
    this.contenders = List.copyOf(contenders);
    this.cases = List.copyOf(cases);
    this.stage = stage;
  }

  /** Returns how many measurements have failed, and are missing in the samples. */
  int failures() {
    return failures;
  }

  /** Returns who was not measured, or not always, and why. */
  Map<String, String> missing() {
    return missing;
  }

  List<Sample> run() throws IOException {
    List<Contender> able = new ArrayList<>();
    for (Contender contender : contenders) {
      contender
          .missing()
          .ifPresentOrElse(
              reason -> missing.put(contender.word(), reason), () -> able.add(contender));
    }
    List<Sample> samples = new ArrayList<>();
    try (AddressWatch watch = new AddressWatch(stage.lab(), Stage.HOSTS, Lab.VIP)) {
      for (int run = 1; run <= runs; run++) {
        for (Contender contender : able) {
          System.err.printf("run %d of %d: %s%n", run, runs, contender.word());
          samples.addAll(measure(contender, watch));
        }
      }
    }
    return samples;
  }

  /** What one fails at must not cost the hours that the others took. */
  private List<Sample> measure(Contender contender, AddressWatch watch) throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (Trial trial = new Trial(contender, stage, watch)) {
      for (Case kase : cases) {
        List<Sample> outcome = trial.run(kase);
        outcome.forEach(AddressesBenchmark::tell);
        samples.addAll(outcome);
      }
    } catch (IOException | LabException e) {
      failures++;
      missing.merge(contender.word(), String.valueOf(e.getMessage()), (one, other) -> other);
      System.err.printf("benchmarks: %s: %s; going on%n", contender.word(), e.getMessage());
    }
    return samples;
  }

  static void tell(Sample sample) {
    System.err.printf(
        "  %-7s %-22s %9.1f %s%n", sample.kase(), sample.metric(), sample.value(), sample.unit());
  }
}
