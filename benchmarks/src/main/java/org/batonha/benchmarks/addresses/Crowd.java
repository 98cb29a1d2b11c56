package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.LabException;

/** 1,000 addresses in 50 services that all go to the other host at once. */
final class Crowd {
  static final Load LOAD = new Load(50, 20);

  private static final String MOVE = "crowd-move";
  private static final String KILL = "crowd-kill";

  /** The holder is taken out of service; then the new holder's server is killed. */
  static final List<String> CASES = List.of(MOVE, KILL);

  private static final String FIRST = "n1";

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration ROUND = Duration.ofMillis(40);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
  private static final Pattern ETHER = Pattern.compile("link/ether ([0-9a-f:]{17})");

  private final List<Baton> contenders;
  private final List<String> cases;
  private final Stage stage;
  private final List<String> all = LOAD.all();
  private final Map<String, String> missing = new LinkedHashMap<>();
  private int failures;

  Crowd(List<Baton> contenders, List<String> cases, Stage stage) {
    this.contenders = List.copyOf(contenders);
    this.cases = List.copyOf(cases);
    this.stage = stage;
  }

  int failures() {
    return failures;
  }

  Map<String, String> missing() {
    return missing;
  }

  List<Sample> run(int runs) throws IOException {
    List<Sample> samples = new ArrayList<>();
    if (cases.isEmpty() || contenders.isEmpty()) {
      return samples;
    }
    try (ArpProbe probe = new ArpProbe("eth0", mac("client"), "10.10.0.9", stage.time())) {
      for (int run = 1; run <= runs; run++) {
        for (Baton contender : contenders) {
          System.err.printf(
              "run %d of %d: %s with %d addresses%n", run, runs, contender.word(), all.size());
          samples.addAll(measure(contender, probe));
        }
      }
    }
    return samples;
  }

  private String mac(String host) {
    Matcher matcher = ETHER.matcher(command("ip -n %s link show eth0".formatted(host)));
    if (!matcher.find()) {
      throw new LabException("host " + host + " has no MAC");
    }
    return matcher.group(1);
  }

  private String command(String line) {
    return stage.lab().run(List.of(line.split(" ")), COMMAND_LIMIT);
  }

  private List<Sample> measure(Baton contender, ArpProbe probe) throws IOException {
    List<Sample> samples = new ArrayList<>();
    Map<String, Baton.Node> nodes = new LinkedHashMap<>();
    try {
      for (String host : Stage.HOSTS) {
        nodes.put(host, contender.on(host, stage));
      }
      nodes.get(FIRST).start();
      await(() -> count(FIRST) == all.size()); // two that start at once would share them
      nodes.get(Stage.other(FIRST)).start();
      for (String kase : cases) {
        Baton.Node holder = nodes.get(settle(nodes));
        List<Sample> outcome = measure(contender, kase, holder, probe);
        outcome.forEach(AddressesBenchmark::tell);
        samples.addAll(outcome);
        if (kase.equals(MOVE)) {
          holder.serve();
        }
      }
    } catch (IOException | LabException e) {
      failures++;
      missing.put(contender.word() + ", crowd", String.valueOf(e.getMessage()));
      System.err.printf("benchmarks: %s: %s; going on%n", contender.word(), e.getMessage());
    } finally {
      for (Baton.Node node : nodes.values()) {
        node.sweep();
      }
      await(() -> count("n1") + count("n2") == 0);
    }
    return samples;
  }

  private String settle(Map<String, Baton.Node> nodes) throws IOException {
    await(
        () ->
            (count("n1") == 0 || count("n2") == 0)
                && nodes.get("n1").isSettled()
                && nodes.get("n2").isSettled());
    return count("n1") == 0 ? "n2" : "n1";
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Condition condition) throws IOException {
    Instant end = stage.time().now().plus(SETTLE_LIMIT);
    while (!condition.holds()) {
      if (stage.time().now().isAfter(end)) {
        throw new IOException(
            "%d services did not settle within %d s: n1 has %d addresses, n2 %d; see %s"
                .formatted(
                    LOAD.services(),
                    SETTLE_LIMIT.toSeconds(),
                    count("n1"),
                    count("n2"),
                    stage.logs()));
      }
      Pause.of(Duration.ofMillis(200));
    }
  }

  private long count(String host) {
    return command("ip -n %s -o address show dev eth0".formatted(host))
        .lines()
        .filter(line -> line.contains("inet 10.11."))
        .count();
  }

  private List<Sample> measure(Baton contender, String kase, Baton.Node holder, ArpProbe probe)
      throws IOException {
    probe.watchFor(mac(holder.host()));
    Instant began = kase.equals(MOVE) ? holder.maintain() : holder.signal("KILL");
    Instant end = began.plus(ANSWER_LIMIT);
    Set<String> left = new HashSet<>(all);
    while (!left.isEmpty() && stage.time().now().isBefore(end)) {
      long round = System.nanoTime() + ROUND.toNanos();
      probe.ask(left);
      Pause.of(Duration.ofNanos(round - System.nanoTime()));
      left.removeAll(probe.answered().keySet());
    }
    if (!left.isEmpty()) {
      throw new IOException(
          "%d of %d addresses were not answered by the other host within %d s"
              .formatted(left.size(), all.size(), ANSWER_LIMIT.toSeconds()));
    }
    Map<String, Instant> answered = probe.answered();
    Instant first = answered.values().stream().min(Comparator.naturalOrder()).orElseThrow();
    Instant last = answered.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    return List.of(
        sample(contender, kase, "first answered", Duration.between(began, first)),
        sample(contender, kase, "all answered", Duration.between(began, last)),
        new Sample(
            kase, contender.word(), "left behind", "addresses", false, count(holder.host())));
  }

  private static Sample sample(Baton contender, String kase, String metric, Duration value) {
    return new Sample(kase, contender.word(), metric, "ms", false, value.toNanos() / 1e6);
  }
}
