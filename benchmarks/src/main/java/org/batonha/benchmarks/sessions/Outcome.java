package org.batonha.benchmarks.sessions;

import java.util.ArrayList;
import java.util.List;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.RushResult;

/** What a fault cost the clients, as samples. */
final class Outcome {
  /** Added to the name of a fault: what its healing cost. */
  static final String HEAL = "-heal";

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

  private static Sample count(String kase, Servers servers, String metric, long value) {
    return new Sample(kase, servers.word(), metric, "per fault", false, value);
  }
}
