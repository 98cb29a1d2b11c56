package org.batonha.benchmarks.sessions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.RushResult;

/** What a fault cost the clients, as samples. */
final class Outcome {
  /** Added to the name of a fault: what its healing cost. */
  static final String HEAL = "-heal";

  private static final String PER_FAULT = "per fault";

  private Outcome() {}

  static List<Sample> samples(Servers servers, RushResult result) {
    String kase = result.fault().label();
    List<Sample> samples = new ArrayList<>();
    for (double outage : result.outagesMillis()) {
      samples.add(new Sample(kase, servers.word(), "outage", "ms", false, outage));
    }
    for (double outage : result.healOutagesMillis()) {
      samples.add(new Sample(kase + HEAL, servers.word(), "outage", "ms", false, outage));
    }
    int strangers = result.clients().size() - (int) result.sessionsKept();
    samples.add(count(kase, servers, "failed requests", result.failedRequests()));
    samples.add(count(kase, servers, "lost counts", result.lostUpdates()));
    samples.add(count(kase, servers, "duplicated counts", result.duplicates()));
    samples.add(count(kase, servers, "reordered counts", result.stepsBack()));
    samples.add(count(kase, servers, "lost sessions", strangers));
    samples.add(count(kase, servers, "never recovered", result.recovered() ? 0 : 1));
    samples.add(count(kase, servers, "requests before", result.requestsBefore()));
    return samples;
  }

  /** Returns the sums of what is counted for each fault: a median of losses says little. */
  static List<Sample> sums(List<Sample> samples) {
    Map<List<String>, Sample> sums = new LinkedHashMap<>();
    samples.stream()
        .filter(each -> each.unit().equals(PER_FAULT))
        .map(each -> sum(each, each.metric() + ", sum", each.value()))
        .forEach(
            each ->
                sums.merge(
                    List.of(each.kase(), each.subject(), each.metric()),
                    each,
                    (one, more) -> sum(one, one.metric(), one.value() + more.value())));
    return List.copyOf(sums.values());
  }

  private static Sample sum(Sample of, String metric, double value) {
    return new Sample(of.kase(), of.subject(), metric, "in all", false, value);
  }

  private static Sample count(String kase, Servers servers, String metric, long value) {
    return new Sample(kase, servers.word(), metric, PER_FAULT, false, value);
  }
}
