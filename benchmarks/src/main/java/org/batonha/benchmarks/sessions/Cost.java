package org.batonha.benchmarks.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.Answer;
import org.batonha.lab.ClientReport;
import org.batonha.lab.Clients;
import org.batonha.lab.Cluster;
import org.batonha.lab.Lab;
import org.batonha.lab.LabException;
import org.batonha.lab.Timebase;

/** What sessions cost while nothing is broken. */
final class Cost {
  /** Clients as fast as answers come. */
  static final String SATURATED = "cost";

  /** One client that leaves time for all that a server does after its answer. */
  static final String PACED = "latency";

  private static final Duration PACE = Duration.ofMillis(5);

  /** For so long new sessions are begun, and nothing counts. */
  private static final Duration SETTLE = Duration.ofMillis(500);

  private final Servers servers;
  private final Cluster cluster;
  private final Timebase time;
  private final int clients;

  Cost(Servers servers, Cluster cluster, Timebase time, int clients) {
    this.servers = servers;
    this.cluster = cluster;
    this.time = time;
    this.clients = clients;
  }

  /** Several clients, as fast as answers come. */
  List<Sample> saturate(Duration duration) {
    return measure(SATURATED, clients, Duration.ZERO, duration);
  }

  /** One client with a pause between an answer and its next request. */
  List<Sample> pace(Duration duration) {
    return measure(PACED, 1, PACE, duration);
  }

  private List<Sample> measure(String kase, int count, Duration pause, Duration duration) {
    try (Clients all = Clients.start(Lab.VIP, count, pause, time)) {
      pass(SETTLE);
      Waits waits = Waits.now();
      Duration used = processorTime();
      Instant from = time.now();
      pass(duration);
      Instant to = time.now();
      Duration usedThen = processorTime();
      Optional<Double> replication = Waits.now().meanMillisSince(waits);
      List<ClientReport> reports = all.reports();
      requireGood(reports, from, to);
      double[] millis =
          reports.stream()
              .flatMap(report -> report.goodAnswers(from, to).stream())
              .mapToDouble(Cost::millis)
              .sorted()
              .toArray();
      double seconds = Duration.between(from, to).toNanos() / 1e9;
      double cost = usedThen.minus(used).toNanos() / 1e3 / millis.length;
      List<Sample> samples = new ArrayList<>();
      samples.add(sample(kase, "throughput", "requests/s", true, millis.length / seconds));
      samples.add(sample(kase, "latency", "ms", false, millis[millis.length / 2]));
      samples.add(sample(kase, "latency 99 %", "ms", false, millis[millis.length * 99 / 100]));
      samples.add(sample(kase, "processor time", "us/request", false, cost));
      replication.ifPresent(
          mean -> samples.add(sample(kase, "replication, mean", "ms", false, mean)));
      return samples;
    }
  }

  private static void requireGood(List<ClientReport> reports, Instant from, Instant to) {
    for (ClientReport report : reports) {
      List<Answer> failures = report.failures(from, to);
      if (!failures.isEmpty() || report.goodAnswers(from, to).isEmpty()) {
        throw new LabException("a client failed: " + failures);
      }
      if (report.lostUpdates() + report.duplicates() > 0) {
        throw new LabException("a client was told a wrong count");
      }
    }
  }

  private static double millis(Answer answer) {
    return Duration.between(answer.from(), answer.to()).toNanos() / 1e6;
  }

  /** Of both servers together. */
  private Duration processorTime() {
    return cluster.servers().stream()
        .map(server -> ProcessHandle.of(server.pid()).orElseThrow().info())
        .map(info -> info.totalCpuDuration().orElseThrow())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static void pass(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Sample sample(String kase, String metric, String unit, boolean higher, double value) {
    return new Sample(kase, servers.word(), metric, unit, higher, value);
  }
}
