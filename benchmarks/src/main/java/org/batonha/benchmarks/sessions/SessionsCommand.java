package org.batonha.benchmarks.sessions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.batonha.benchmarks.Checks;
import org.batonha.benchmarks.Output;
import org.batonha.benchmarks.Report;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.Fault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run sessions}; runs outside of the labs, of which each subject gets one. */
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    description = "Sessions on two WildFly servers: Baton beside the stock server.")
public final class SessionsCommand implements Callable<Integer> {
  private static final List<String> COSTS = List.of(Cost.SATURATED, Cost.PACED);

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description = "how often each subject has its turn; default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--subjects",
      paramLabel = "SUBJECT",
      split = ",",
      description =
          "whom to measure, of ${COMPLETION-CANDIDATES}; default: all, but with faults only those"
              + " that differ in them: all but baton-off",
      completionCandidates = Subjects.class)
  private List<String> subjects = List.of();

  @Option(
      names = "--cases",
      paramLabel = "CASE",
      split = ",",
      description = "what to measure; default: all of ${COMPLETION-CANDIDATES}",
      completionCandidates = Cases.class)
  private List<String> cases = Cases.ALL;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "8",
      description = "how many clients count, each in its own session; default: ${DEFAULT-VALUE}")
  private int clients;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "4",
      description = "how long each measurement without a fault takes; default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20",
      description = "seconds before those, for each subject; default: ${DEFAULT-VALUE}")
  private int warmUp;

  @Option(
      names = "--logs",
      paramLabel = "DIRECTORY",
      required = true,
      description = "where to write the servers' logs; default: target/logs")
  private Path logs;

  @Option(names = "--home", required = true, hidden = true, description = "the lab's server home")
  private Path home;

  @Option(
      names = "--servers",
      required = true,
      hidden = true,
      description = "where the build keeps the subjects' servers")
  private Path servers;

  @Option(names = "--lab", required = true, hidden = true, description = "the script 'lab'")
  private Path lab;

  /** For the help. */
  static final class Subjects implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Servers.words().iterator();
    }
  }

  /** For the help. */
  static final class Cases implements Iterable<String> {
    static final List<String> ALL = all();

    private static List<String> all() {
      List<String> all = new ArrayList<>(COSTS);
      Arrays.stream(Fault.values()).map(Fault::label).forEach(all::add);
      return List.copyOf(all);
    }

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    check();
    Path directory = Files.createDirectories(logs.toAbsolutePath()).resolve("sessions");
    Configuration configuration =
        new Configuration(home.toAbsolutePath(), servers.toAbsolutePath());
    SessionsBenchmark benchmark =
        new SessionsBenchmark(
            new SessionsBenchmark.Plan(runs, clients, warmUp, seconds),
            new Pair.Place(lab, home.toAbsolutePath(), configuration, directory));
    if (cases.stream().anyMatch(COSTS::contains)) {
      benchmark.costs(subjects(Servers.words()), cases);
    }
    List<String> faults = cases.stream().filter(word -> !COSTS.contains(word)).toList();
    if (!faults.isEmpty()) {
      List<String> words = new ArrayList<>(Servers.words());
      words.remove(Servers.BATON_OFF.word());
      benchmark.faults(subjects(words), faults);
    }
    List<Sample> samples = new ArrayList<>(benchmark.samples());
    samples.addAll(Outcome.sums(benchmark.samples()));
    Report report = new Report("sessions", samples, comparisons());
    benchmark.missing().forEach(report::missing);
    NOTES.forEach(report::note);
    return output.print(report, benchmark.failures());
  }

  private List<Servers> subjects(List<String> otherwise) {
    return (subjects.isEmpty() ? otherwise : subjects).stream().map(Servers::of).toList();
  }

  private void check() {
    Checks.range(spec, "--runs", runs, 1, 1_000);
    Checks.range(spec, "--clients", clients, 1, 1_000);
    Checks.range(spec, "--seconds", seconds, 1, 600);
    Checks.range(spec, "--warm-up", warmUp, 1, 600);
    Checks.known(spec, "--subjects", subjects, Servers.words());
    Checks.known(spec, "--cases", cases, Cases.ALL);
  }

  private static List<Map.Entry<String, String>> comparisons() {
    List<Map.Entry<String, String>> all = new ArrayList<>();
    for (Servers of : List.of(Servers.BATON, Servers.BATON_OFF)) {
      for (Servers to : List.of(Servers.STOCK_UDP, Servers.STOCK_TCP)) {
        all.add(Map.entry(of.word(), to.word()));
      }
    }
    all.add(Map.entry(Servers.BATON.word(), Servers.BATON_OFF.word()));
    return all;
  }

  private static final List<String> NOTES =
      List.of(
          "all clients, one after the other of each subject's turns, and both servers of each"
              + " subject share the processors of this machine",
          "outages are one sample for each client and fault, all else one for each fault, and their"
              + " sum",
          "processor time: of both servers, for each request",
          "replication: how long answers waited until their sessions were written, as the server"
              + " says; what durable sessions add to the latency beyond that is their own",
          "the stock server's address is kept by keepalived, with an HTTP check every second, where"
              + " there is a fault, and by nobody where there is none; its planned move is the end"
              + " of keepalived on the host that has it",
          "the stock server's stack uses one network, the one that its clients are on; 'link' is"
              + " the loss of the other one");
}
