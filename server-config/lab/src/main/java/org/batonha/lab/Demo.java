package org.batonha.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The demo: two servers, one address, one session, and a fault. Runs on the lab's host {@code
 * client}; the script {@code demo} brings it there.
 */
@Command(
    name = "demo",
    sortOptions = false,
    description = "Two WildFly servers share an address; one gets a fault; what does a client see?")
public final class Demo implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--fault",
      split = ",",
      defaultValue = "kill",
      paramLabel = "FAULT",
      description = "kill, stop, hang, cable, switch, link, move; several: one after the other")
  private List<String> faults = new ArrayList<>();

  @Option(names = "--json", description = "print one JSON object per fault, nothing else")
  private boolean json;

  @Option(names = "--keep", description = "go on afterwards, and tell how to look around")
  private boolean keep;

  @Option(
      names = "--home",
      required = true,
      paramLabel = "DIR",
      description = "the prepared server home")
  private Path home;

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = "copy the servers' logs to there at the end")
  private Path logs;

  @Option(
      names = "--lab",
      paramLabel = "FILE",
      defaultValue = "lab",
      description = "the script 'lab', as a person outside calls it")
  private Path script;

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "PORT",
      description = "the loopback port that leads into the lab, with --keep")
  private int port;

  @Option(names = "--help", usageHelp = true, description = "this text")
  private boolean help;

  private final Instant begin = Instant.now();

  /** Runs the demo and exits with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Demo())
        .setExecutionExceptionHandler(
            (e, commandLine, parsed) -> {
              if (!(e instanceof LabException)) {
                throw e;
              }
              String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
              commandLine.getErr().println("demo: " + e.getMessage() + cause);
              return ExitCode.SETUP.code();
            });
  }

  @Override
  public Integer call() throws Exception {
    List<Fault> wanted = wanted();
    Timebase time = new Timebase();
    Lab lab = Lab.current();
    try (Cluster cluster = new Cluster(lab, home.toAbsolutePath(), time, this::progress)) {
      try {
        cluster.start();
        ExitCode code = runAll(wanted, new Experiment(cluster, time, this::progress), cluster);
        if (keep) {
          cluster.restore();
          keepRunning(lab, cluster.holder().node());
        }
        return code.code();
      } finally {
        if (logs != null) {
          cluster.saveLogs(logs);
        }
      }
    }
  }

  private List<Fault> wanted() {
    try {
      return faults.stream().map(Fault::of).toList();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--fault: " + e.getMessage(), e);
    }
  }

  private ExitCode runAll(List<Fault> wanted, Experiment experiment, Cluster cluster) {
    ExitCode code = ExitCode.SURVIVED;
    for (int i = 0; i < wanted.size(); i++) {
      if (i > 0) {
        cluster.restore();
      }
      Result result = experiment.run(wanted.get(i));
      System.out.println(json ? result.toJson() : new Timeline(result).toString());
      if (!result.isSurvived()) {
        code = ExitCode.NOT_SURVIVED;
      }
    }
    return code;
  }

  private void keepRunning(Lab lab, String node) throws Exception {
    try (LookAround open = new LookAround()) {
      System.err.println(open.text(lab.id(), node, script, home.toAbsolutePath(), port));
      new CountDownLatch(1).await();
    }
  }

  private void progress(String text) {
    Duration since = Duration.between(begin, Instant.now());
    System.err.printf("demo: %5.1f s  %s%n", since.toMillis() / 1000.0, text);
  }
}
