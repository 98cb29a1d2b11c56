package org.batonha.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What is lost when a server is killed under load: several clients count, each in its own session,
 * as fast as answers come; the server that serves them is killed; they go on. Prints one JSON
 * object for each kill. Runs on the lab's host {@code client}.
 */
@Command(
    name = "rush",
    sortOptions = false,
    description =
        "Kills the serving node under load, and counts what clients had seen acknowledged")
public final class Rush implements Callable<Integer> {
  @Option(names = "--kills", defaultValue = "1", description = "how often a server is killed")
  private int kills;

  @Option(names = "--clients", defaultValue = "8", description = "how many clients count")
  private int clients;

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
        RushTrial trial = new RushTrial(cluster, time, clients, Duration.ZERO, Rush::log);
        for (int i = 0; i < kills; i++) {
          if (i > 0) {
            cluster.restore();
          }
          RushResult result = trial.run(Fault.KILL);
          System.out.println(result.toJson());
          survived &= result.isSurvived();
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
}
