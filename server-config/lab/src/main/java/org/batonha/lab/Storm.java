package org.batonha.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.batonha.lab.history.HistoryCheck;
import org.batonha.lab.history.Operation;
import org.batonha.lab.history.Violation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Random faults for a given time, while clients count in own and in shared sessions; then a check
 * of all that they saw. Prints one JSON object. Runs on the lab's host {@code client}.
 *
 * <p>The seed gives which faults come, to whom, how long they last and how much time is between
 * them. It does not give what the servers' threads do meanwhile.
 */
@Command(
    name = "storm",
    sortOptions = false,
    description = "Random faults, and a check whether any acknowledged count was ever missing")
public final class Storm implements Callable<Integer> {
  private static final int SHARED_SESSIONS = 3;
  private static final int SHARERS = 3;
  private static final int OWN_SESSIONS = 3;
  private static final int MOST_TOLD = 20;

  /** A fault lasts at least and at most so long, in ms; so does the calm before it. */
  private static final int LEAST_MILLIS = 200;

  private static final int MOST_FAULT_MILLIS = 6_000;
  private static final int LEAST_CALM_MILLIS = 1_000;
  private static final int MOST_CALM_MILLIS = 3_000;

  /** A node needs so long, about, until it is whole again: a gust that cannot end is not begun. */
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private static final int LEAST_SECONDS = 20;

  /** Whole again, the cluster serves each client within so long. */
  private static final Duration SERVED_LIMIT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Option(names = "--seed", description = "of the faults; default: another one each time")
  private Long seed;

  @Option(
      names = "--seconds",
      defaultValue = "1800",
      description = "how long, 20 at least; default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--faults",
      paramLabel = "FAULT",
      split = ",",
      description = "of which kinds; default: all of ${COMPLETION-CANDIDATES}",
      completionCandidates = Kinds.class)
  private List<String> kinds = Gust.labels();

  @Option(
      names = "--history",
      required = true,
      paramLabel = "FILE",
      description = "where to write what the clients did and saw")
  private Path history;

  @Option(names = "--check", description = "only check the history that is there")
  private boolean check;

  @Option(names = "--home", paramLabel = "DIR", description = "the prepared server home")
  private Path home;

  @Option(names = "--logs", description = "copy the servers' logs to there at the end")
  private Path logs;

  private int gusts;

  /** For the help. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Gust.labels().iterator();
    }
  }

  /** Runs it and exits with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Storm()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (check) {
      return judge(Chronicle.read(history), Optional.empty()).code();
    }
    if (home == null || seconds < LEAST_SECONDS) {
      throw new ParameterException(
          spec.commandLine(),
          "--home names a prepared server home, --seconds is %d at least".formatted(LEAST_SECONDS));
    }
    for (String kind : kinds) {
      if (!Gust.labels().contains(kind)) {
        throw new ParameterException(
            spec.commandLine(), "--faults has '%s': there are %s".formatted(kind, Gust.labels()));
      }
    }
    if (seed == null) {
      seed = new Random().nextLong();
    }
    log("seed " + seed + ", history " + history.toAbsolutePath());
    try (Cluster cluster =
            new Cluster(Lab.current(), home.toAbsolutePath(), new Timebase(), Storm::log);
        Chronicle chronicle = new Chronicle(history)) {
      Optional<RuntimeException> aborted = run(cluster, chronicle);
      return judge(chronicle.operations(), aborted).code();
    }
  }

  /** Returns what ended it too early: what was recorded until then is judged all the same. */
  private Optional<RuntimeException> run(Cluster cluster, Chronicle chronicle) {
    RuntimeException reason = null;
    try {
      cluster.start();
      weather(cluster, chronicle);
      chronicle.flush();
    } catch (RuntimeException e) {
      reason = e;
    }
    try {
      if (logs != null) {
        cluster.saveLogs(logs);
      }
    } catch (LabException e) {
      log("without the servers' logs: " + e.getMessage());
    }
    return Optional.ofNullable(reason);
  }

  private void weather(Cluster cluster, Chronicle chronicle) {
    List<SharedSession> sessions = new ArrayList<>();
    List<StormClient> clients = new ArrayList<>();
    for (int i = 0; i < SHARED_SESSIONS + OWN_SESSIONS; i++) {
      SharedSession session = SharedSession.begin("s" + i, Lab.VIP);
      sessions.add(session);
      for (int j = 0; j < (i < SHARED_SESSIONS ? SHARERS : 1); j++) {
        int number = clients.size();
        clients.add(new StormClient(number, session, Lab.VIP, chronicle, seed + number));
      }
    }
    clients.forEach(StormClient::start);
    try {
      blow(cluster, clients, chronicle);
    } finally {
      clients.forEach(StormClient::stop);
      clients.forEach(StormClient::close);
    }
    clients.forEach(StormClient::requireUnharmed);
    readAll(cluster, sessions, clients.size(), chronicle);
  }

  private void blow(Cluster cluster, List<StormClient> clients, Chronicle chronicle) {
    Random random = new Random(seed);
    awaitServed(clients, chronicle);
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (true) {
      Gust gust = Gust.of(kinds.get(random.nextInt(kinds.size())));
      boolean hitsHolder = random.nextInt(3) > 0 || gust.isForHolder();
      Duration calm = between(random, LEAST_CALM_MILLIS, MOST_CALM_MILLIS);
      Duration fault = between(random, LEAST_MILLIS, MOST_FAULT_MILLIS);
      if (System.nanoTime() + calm.plus(fault).plus(RECOVERY).toNanos() - end >= 0) {
        return;
      }
      Await.pause(calm);
      // One that was taken back before anybody noticed may be noticed late.
      cluster.restore();
      Server holder = cluster.holder();
      Server victim = hitsHolder ? holder : cluster.other(holder);
      String text =
          "%s: %s for %d ms%s"
              .formatted(
                  victim.node(), gust.label(), fault.toMillis(), hitsHolder ? ", the holder" : "");
      log(text);
      chronicle.say(text);
      gusts++;
      gust.begin(cluster, victim);
      Await.pause(fault);
      gust.end(cluster, victim);
      chronicle.say(victim.node() + ": over");
      cluster.restore();
      chronicle.say("whole");
      awaitServed(clients, chronicle);
    }
  }

  /** Through the shared address, by a request of each that begins now. */
  private static void awaitServed(List<StormClient> clients, Chronicle chronicle) {
    long since = chronicle.nanos();
    Predicate<StormClient> served = client -> client.isServedSince(since);
    if (!Await.until(() -> clients.stream().allMatch(served), SERVED_LIMIT)) {
      throw new IllegalStateException(
          "%d s after the cluster was whole these had no answer: %s"
              .formatted(
                  SERVED_LIMIT.toSeconds(), clients.stream().filter(served.negate()).toList()));
    }
  }

  private static Duration between(Random random, int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least));
  }

  /** What was acknowledged last has to be there on both nodes. */
  private static void readAll(
      Cluster cluster, List<SharedSession> sessions, int number, Chronicle chronicle) {
    for (SharedSession session : sessions) {
      for (Server server : cluster.servers()) {
        String address = Lab.lanAddress(server.node());
        try (StormClient reader = new StormClient(number, session, address, chronicle, 0)) {
          if (!Await.until(reader::read, SERVED_LIMIT)) {
            throw new LabException(
                "%s cannot be read on %s at the end".formatted(session.word(), server.node()));
          }
        }
      }
    }
  }

  private ExitCode judge(List<Operation> operations, Optional<RuntimeException> aborted) {
    List<Violation> violations = HistoryCheck.violations(operations);
    long broken = violations.stream().filter(each -> each.kind().breaksPromise()).count();
    violations.stream().limit(MOST_TOLD).forEach(violation -> log(violation.toString()));
    Map<String, Object> values = new LinkedHashMap<>();
    if (!check) {
      values.put("seed", seed);
      values.put("faults", gusts);
      values.put("aborted", aborted.isPresent());
    }
    values.put("operations", operations.size());
    values.put("acknowledged", operations.stream().filter(Operation::isKnown).count());
    values.put("violations", broken);
    values.put("dirty_reads", violations.size() - broken);
    values.put("history", history.toAbsolutePath());
    System.out.println(Json.object(values));
    aborted.ifPresent(reason -> log("aborted: " + reason));
    return broken == 0 && aborted.isEmpty() ? ExitCode.SURVIVED : ExitCode.NOT_SURVIVED;
  }

  private static void log(String text) {
    System.err.println("storm: " + text);
  }
}
