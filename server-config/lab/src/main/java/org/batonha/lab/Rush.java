package org.batonha.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
  @Option(
      names = "--faults",
      split = ",",
      converter = FaultConverter.class,
      defaultValue = "kill",
      paramLabel = "FAULT",
      description = "as the demo's; several: one after the other")
  private List<Fault> faults = new ArrayList<>();

  @Option(
      names = "--clients",
      defaultValue = "8",
      description = "how many clients count, 1 at least")
  private int clients;

  @Option(
      names = "--warm",
      defaultValue = "1",
      description = "for how many seconds clients count on either node before the fault, at least")
  private int warmSeconds;

  @Option(
      names = "--sessions",
      defaultValue = "0",
      description = "how many sessions wait besides, and are used again after the last fault")
  private int sessions;

  @Option(names = "--home", required = true, description = "the prepared server home")
  private Path home;

  @Option(names = "--logs", description = "copy the servers' logs to there at the end")
  private Path logs;

  @Spec private CommandSpec spec;

  /** By label; what is none is wrong usage. */
  static final class FaultConverter implements ITypeConverter<Fault> {
    @Override
    public Fault convert(String label) {
      try {
        return Fault.of(label);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private final Timebase time = new Timebase();

  /** Runs it and exits with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Rush()).execute(arguments));
  }

  @Override
  public Integer call() {
    if (clients < 1 || warmSeconds < 0 || sessions < 0) {
      throw new ParameterException(
          spec.commandLine(), "--clients is 1 at least, --warm and --sessions are 0 at least");
    }
    boolean survived = true;
    try (Cluster cluster =
        new Cluster(Lab.current(), home.toAbsolutePath(), time, text -> log(text))) {
      try {
        cluster.start();
        Duration warmUp = Duration.ofSeconds(warmSeconds);
        IdleSessions idle = IdleSessions.create(Lab.VIP, sessions);
        RushTrial trial = new RushTrial(cluster, time, clients, warmUp, Rush::log);
        for (Fault fault : faults) {
          cluster.restore();
          RushResult result = trial.run(fault);
          System.out.println(result.toJson());
          survived &= result.isSurvived();
        }
        survived &= isKept(idle);
      } finally {
        if (logs != null) {
          cluster.saveLogs(logs);
        }
      }
    }
    return (survived ? ExitCode.SURVIVED : ExitCode.NOT_SURVIVED).code();
  }

  private boolean isKept(IdleSessions idle) {
    if (sessions == 0) {
      return true;
    }
    int lost = idle.countLost();
    System.out.println(
        Json.object(new TreeMap<>(Map.of("sessions", sessions, "sessions_lost", lost))));
    return lost == 0;
  }

  private static void log(String text) {
    System.err.println("rush: " + text);
  }
}
