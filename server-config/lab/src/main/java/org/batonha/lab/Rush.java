package org.batonha.lab;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What is lost when a server ends under load: several clients count, each in its own session, as
 * fast as answers come; the server that serves them is killed, stopped, or the service is moved
 * away from it; they go on. Prints one JSON object for each fault. Runs on the lab's host {@code
 * client}.
 */
@Command(
    name = "rush",
    sortOptions = false,
    description =
        "Does faults to the serving node under load, and counts what clients had seen acknowledged")
public final class Rush implements Callable<Integer> {
  private static final Duration CALM_TIME = Duration.ofSeconds(1);
  private static final Duration NONE = Duration.ZERO;
  private static final Duration CALM_GAP = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PATH = "/sample/count";
  private static final int HTTP_PORT = 8080;

  @Option(
      names = "--faults",
      split = ",",
      defaultValue = "kill",
      paramLabel = "FAULT",
      description = "kill, stop, move; several: one after the other")
  private List<String> faults = new ArrayList<>();

  @Option(names = "--clients", defaultValue = "8", description = "how many clients count")
  private int clients;

  @Option(
      names = "--warm",
      defaultValue = "1",
      description = "for how many seconds clients count on either node before the fault, at least")
  private int warmSeconds;

  @Option(names = "--home", required = true, description = "the prepared server home")
  private Path home;

  @Option(names = "--logs", description = "copy the servers' logs to there at the end")
  private Path logs;

  private final Timebase time = new Timebase();

  /** Runs it and exits with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Rush()).execute(arguments));
  }

  @Override
  public Integer call() {
    boolean survived = true;
    try (Cluster cluster =
        new Cluster(Lab.current(), home.toAbsolutePath(), time, text -> log(text))) {
      try {
        cluster.start();
        for (String fault : faults) {
          cluster.restore();
          survived &= endure(Fault.of(fault), cluster);
        }
      } finally {
        if (logs != null) {
          cluster.saveLogs(logs);
        }
      }
    }
    return (survived ? ExitCode.SURVIVED : ExitCode.NOT_SURVIVED).code();
  }

  private static void log(String text) {
    System.err.println("rush: " + text);
  }

  private boolean endure(Fault fault, Cluster cluster) {
    warm(Lab.lanAddress(cluster.other(cluster.holder()).node()));
    List<CountingClient> all = count(Lab.VIP);
    try {
      boolean calm = awaitCalm(all, Duration.ofSeconds(warmSeconds));
      Server victim = cluster.holder();
      log(victim.node() + ": " + fault.description());
      Instant injected = time.now();
      new Injection(cluster, fault, victim).inject();
      calm &= awaitCalm(all, NONE);
      return report(fault, all, injected, calm, cluster.ownership());
    } finally {
      all.forEach(CountingClient::close);
    }
  }

  /** The node that takes over has answered before, as under any health check. */
  private void warm(String address) {
    List<CountingClient> all = count(address);
    try {
      awaitCalm(all, Duration.ofSeconds(warmSeconds));
    } finally {
      all.forEach(CountingClient::close);
    }
  }

  private List<CountingClient> count(String address) {
    InetSocketAddress to = new InetSocketAddress(address, HTTP_PORT);
    List<CountingClient> all =
        IntStream.range(0, clients)
            .mapToObj(i -> new CountingClient(to, PATH, time, Duration.ZERO))
            .toList();
    all.forEach(CountingClient::start);
    return all;
  }

  /** Waits until all were calm for a while, which ends {@code least} from now or later. */
  private boolean awaitCalm(List<CountingClient> all, Duration least) {
    Instant begin = time.now();
    return Await.until(
        () -> {
          Instant now = time.now();
          Instant since = now.minus(CALM_TIME);
          return since.isAfter(begin)
              && !now.isBefore(begin.plus(least))
              && all.stream()
                  .map(client -> new ClientReport(client.answers()))
                  .allMatch(report -> report.isCalm(since, now, CALM_GAP));
        },
        LIMIT);
  }

  private boolean report(
      Fault fault, List<CountingClient> all, Instant injected, boolean calm, Ownership ownership) {
    Instant ended = time.now();
    List<ClientReport> reports = new ArrayList<>();
    all.forEach(client -> reports.add(new ClientReport(client.answers())));
    long lost = reports.stream().mapToLong(ClientReport::lostUpdates).sum();
    long kept = reports.stream().filter(ClientReport::isSessionKept).count();
    long[] outages =
        reports.stream()
            .mapToLong(report -> report.longestGap(injected, ended).length().toMillis())
            .sorted()
            .toArray();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("fault", fault.label());
    values.put("clients", clients);
    values.put("lost_updates", lost);
    values.put("sessions_kept", kept);
    values.put("failed_requests", reports.stream().mapToLong(r -> r.failed(injected, ended)).sum());
    values.put(
        "requests_before",
        reports.stream().mapToLong(r -> r.requests(ended.minus(LIMIT), injected)).sum());
    values.put("address_ms", taken(ownership, injected));
    values.put("outage_median_ms", outages[outages.length / 2]);
    values.put("outage_longest_ms", LongStream.of(outages).max().orElse(0));
    values.put("recovered", calm);
    System.out.println(Json.object(values));
    return calm && lost == 0 && kept == clients;
  }

  /** How long it took until the other node had the address, or null if it never did. */
  private static Long taken(Ownership ownership, Instant injected) {
    return ownership.changes().stream()
        .filter(change -> change.from().isAfter(injected) && !change.holders().isEmpty())
        .findFirst()
        .map(change -> Duration.between(injected, change.from()).toMillis())
        .orElse(null);
  }
}
