package org.batonha.benchmarks.addresses;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.batonha.benchmarks.Checks;
import org.batonha.benchmarks.Output;
import org.batonha.benchmarks.Report;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.Lab;
import org.batonha.lab.Timebase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run addresses}; runs on the lab's client. */
@Command(
    name = "addresses",
    mixinStandardHelpOptions = true,
    description = "A virtual address: Baton beside keepalived, ucarp and Heartbeat.")
public final class AddressesCommand implements Callable<Integer> {
  private static final String BATON = "baton";
  private static final String BATON_FAST = "baton-fast";
  private static final String KEEPALIVED = "keepalived";
  private static final String KEEPALIVED_FAST = "keepalived-fast";

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
      description = "whom to measure; default: all of ${COMPLETION-CANDIDATES}",
      completionCandidates = Subjects.class)
  private List<String> subjects = Subjects.ALL;

  @Option(
      names = "--cases",
      paramLabel = "CASE",
      split = ",",
      description =
          "what to do to the holder; default: all of ${COMPLETION-CANDIDATES}; after 'switch' comes"
              + " what its healing costs, 'heal'",
      completionCandidates = Cases.class)
  private List<String> cases = Cases.ALL;

  @Option(
      names = "--beside",
      paramLabel = "NAME=DIRECTORY",
      description =
          "one more subject: Baton from the jars in a directory, for example the target/lib of"
              + " another commit's benchmarks")
  private Map<String, Path> beside = new LinkedHashMap<>();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "",
      description = "the heap of Baton's JVMs, in use from the start, for example 3g")
  private String heap;

  @Option(
      names = "--tickle",
      description =
          "Baton's nodes reset the connections of a holder that can speak no more; a client waits for"
              + " an answer over TCP in 'cable' and 'switch', too")
  private boolean tickle;

  @Option(
      names = "--logs",
      paramLabel = "DIRECTORY",
      required = true,
      description = "where to write the subjects' logs; default: target/logs")
  private Path logs;

  /** For the help. */
  static final class Subjects implements Iterable<String> {
    static final List<String> ALL =
        List.of(BATON, BATON_FAST, KEEPALIVED, KEEPALIVED_FAST, "ucarp", "heartbeat");

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  /** For the help. */
  static final class Cases implements Iterable<String> {
    static final List<String> ALL = all();

    private static List<String> all() {
      List<String> all = new ArrayList<>(Case.words());
      all.addAll(Crowd.CASES);
      return List.copyOf(all);
    }

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    check();
    Lab lab = Lab.current();
    Files.createDirectories(logs);
    try (Hand hand = new Hand()) {
      Stage stage =
          new Stage(lab, hand, new Timebase(), lab.directory().resolve("benchmark"), logs);
      return measure(stage);
    }
  }

  private int measure(Stage stage) throws IOException {
    List<Case> chosen =
        cases.stream().filter(word -> Case.words().contains(word)).map(Case::of).toList();
    List<String> crowds = cases.stream().filter(Crowd.CASES::contains).toList();
    AddressesBenchmark benchmark = new AddressesBenchmark(runs, contenders(), chosen, stage);
    List<Sample> samples = new ArrayList<>(chosen.isEmpty() ? List.<Sample>of() : benchmark.run());
    Crowd crowd = new Crowd(crowdContenders(), crowds, stage);
    samples.addAll(crowd.run(runs));
    Report report = new Report("addresses", samples, references());
    benchmark.missing().forEach(report::missing);
    crowd.missing().forEach(report::missing);
    Notes.ALL.forEach(report::note);
    return output.print(report, benchmark.failures() + crowd.failures());
  }

  private void check() {
    Checks.range(spec, "--runs", runs, 1, 1_000);
    Checks.known(spec, "--subjects", subjects, Subjects.ALL);
    Checks.known(spec, "--cases", cases, Cases.ALL);
    if (!heap.matches("(\\d+[mg])?")) {
      throw refused("--heap is '%s': write a number and m or g, for example 3g".formatted(heap));
    }
    beside.forEach(
        (name, directory) -> {
          if (!Files.isDirectory(directory)) {
            throw refused("--beside %s=%s: there is no such directory".formatted(name, directory));
          }
        });
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private List<Contender> contenders() {
    List<Contender> all = new ArrayList<>();
    for (String subject : subjects) {
      all.add(contender(subject));
    }
    beside.forEach(
        (name, directory) ->
            all.add(new Baton(name, "LAN", classPath(directory), heap, Load.ONE, tickle)));
    return all;
  }

  private Contender contender(String word) {
    return switch (word) {
      case BATON -> new Baton(word, "LAN", classPath(), heap, Load.ONE, tickle);
      case BATON_FAST -> new Baton(word, "FAST", classPath(), heap, Load.ONE, tickle);
      case KEEPALIVED -> new Keepalived(word, "1");
      case KEEPALIVED_FAST -> new Keepalived(word, "0.01");
      case "ucarp" -> new Ucarp();
      case "heartbeat" -> new Heartbeat();
      default -> throw new IllegalArgumentException(word);
    };
  }

  private List<Baton> crowdContenders() {
    List<Baton> all = new ArrayList<>();
    if (subjects.contains(BATON)) {
      all.add(new Baton(BATON, "LAN", classPath(), heap, Crowd.LOAD, false));
    }
    beside.forEach(
        (name, directory) ->
            all.add(new Baton(name, "LAN", classPath(directory), heap, Crowd.LOAD, false)));
    return all;
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static String classPath(Path directory) {
    return directory.toAbsolutePath().resolve("*") + File.pathSeparator + classPath();
  }

  private Map<String, String> references() {
    Map<String, String> references = new LinkedHashMap<>();
    references.put(BATON, KEEPALIVED);
    references.put(BATON_FAST, KEEPALIVED_FAST);
    beside.keySet().forEach(name -> references.put(name, BATON));
    return references;
  }
}
