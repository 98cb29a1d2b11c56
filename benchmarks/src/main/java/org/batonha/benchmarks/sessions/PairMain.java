package org.batonha.benchmarks.sessions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.Cluster;
import org.batonha.lab.Fault;
import org.batonha.lab.Installation;
import org.batonha.lab.Lab;
import org.batonha.lab.LabException;
import org.batonha.lab.RushTrial;
import org.batonha.lab.Timebase;

/**
 * Two servers on the hosts of a lab, and this process on the lab's client. Reads lines and does
 * what they say; prints samples, and {@value #DONE} after each line and after the start. Ends with
 * its input, or when it cannot do what it was asked for.
 */
final class PairMain {
  /** All that was asked for is done, and its samples are above. */
  static final String DONE = "done";

  /** Before each fault, of each node: one of them may have started just before. */
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Servers servers;
  private final Cluster cluster;
  private final Timebase time;
  private final int clients;
  private final Keepalived keepalived;

  private PairMain(
      Servers servers, Cluster cluster, Timebase time, int clients, Keepalived keepalived) {
    this.servers = servers;
    this.cluster = cluster;
    this.time = time;
    this.clients = clients;
    this.keepalived = keepalived;
  }

  /** {@code SERVERS KEEPER CLIENTS HOME STANDALONE LOGS}. */
  public static void main(String[] arguments) throws IOException {
    Servers servers = Servers.valueOf(arguments[0]);
    Keeper keeper = Keeper.valueOf(arguments[1]);
    int clients = Integer.parseInt(arguments[2]);
    Path home = Path.of(arguments[3]);
    Path standalone = Path.of(arguments[4]);
    Path logs = Files.createDirectories(Path.of(arguments[5]));
    Lab lab = Lab.current();
    Timebase time = new Timebase();
    Keepalived keepalived = keeper == Keeper.KEEPALIVED ? new Keepalived(lab, logs) : null;
    Installation.Mover mover =
        keepalived == null ? Installation.of(home).mover() : keepalived::move;
    Installation installation = new Installation(home, standalone, mover);
    try (Cluster cluster = new Cluster(lab, installation, time, text -> tell(servers, text))) {
      if (keeper == Keeper.NOBODY) {
        lab.run(
            List.of("ip", "-n", "n1", "address", "add", Lab.VIP + "/24", "dev", "eth0"),
            Duration.ofSeconds(10));
      }
      try {
        new PairMain(servers, cluster, time, clients, keepalived).run();
      } finally {
        cluster.saveLogs(logs);
      }
      System.exit(0); // clients of a server that hangs may be left
    } catch (LabException e) {
      tell(servers, e.getMessage());
      System.exit(1);
    }
  }

  private static void tell(Servers servers, String text) {
    System.err.printf("%s: %s%n", servers.word(), text);
  }

  private void run() throws IOException {
    restoreKeeper();
    cluster.start();
    System.out.println(DONE);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      obey(line.split(" ")).stream().map(Sample::line).forEach(System.out::println);
      System.out.println(DONE);
    }
  }

  /** {@code saturate SECONDS}, {@code pace SECONDS}, or {@code fault NAME}. */
  private List<Sample> obey(String[] words) throws IOException {
    return switch (words[0]) {
      case "saturate" -> cost().saturate(Duration.ofSeconds(Long.parseLong(words[1])));
      case "pace" -> cost().pace(Duration.ofSeconds(Long.parseLong(words[1])));
      case "fault" -> fault(Fault.of(words[1]));
      default -> throw new IOException("unknown: " + String.join(" ", words));
    };
  }

  private Cost cost() {
    return new Cost(servers, cluster, time, clients);
  }

  private List<Sample> fault(Fault fault) throws IOException {
    restoreKeeper();
    cluster.restore();
    RushTrial trial = new RushTrial(cluster, time, clients, WARM_UP, text -> tell(servers, text));
    return Outcome.samples(servers, trial.run(fault));
  }

  private void restoreKeeper() throws IOException {
    if (keepalived != null) {
      keepalived.restore();
    }
  }
}
