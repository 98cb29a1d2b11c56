package org.batonha.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What becomes of a session when the cluster splits, while clients can still reach both parts. A
 * node that may not decide must answer nothing that is old when it is asked by its own address: in
 * the split, and after it has healed; the same of a node that hung, and is woken. Where both parts
 * may decide, one part's state is kept. Prints one JSON object. Runs on the lab's host {@code
 * client}.
 */
@Command(
    name = "split",
    sortOptions = false,
    description = "Cuts a node off that clients can still reach")
public final class Split implements Callable<Integer> {
  private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(30);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);

  /** For how long a node that refuses is asked, and one that has come back. */
  private static final Duration ASKED = Duration.ofSeconds(2);

  private static final String WITNESS = "gateway";

  @Option(
      names = "--quorum",
      defaultValue = "WITNESS",
      description = "${COMPLETION-CANDIDATES}; with MAJORITY the lab needs a third node")
  private QuorumVariant quorum;

  @Option(names = "--home", required = true, description = "the prepared server home")
  private Path home;

  @Option(names = "--logs", description = "copy the servers' logs to there at the end")
  private Path logs;

  private final Timebase time = new Timebase();
  private final CounterClient client = new CounterClient();
  private final Map<String, Object> seen = new LinkedHashMap<>();

  /** Runs it and exits with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Split()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() {
    Lab lab = Lab.current();
    Installation installation = quorum.of(lab, home.toAbsolutePath());
    try (Cluster cluster = new Cluster(lab, installation, quorum.nodes(), time, Split::log)) {
      cluster.start();
      try {
        if (quorum == QuorumVariant.NONE) {
          bothGoOn(cluster);
        } else {
          split(cluster);
          hang(cluster);
        }
      } finally {
        if (logs != null) {
          cluster.saveLogs(logs);
        }
      }
    }
    System.out.println(Json.object(seen));
    return ExitCode.SURVIVED.code();
  }

  private static void log(String text) {
    System.err.println("split: " + text);
  }

  private void split(Cluster cluster) {
    Server left = cluster.holder();
    Server right = cluster.other(left);
    seen.put("counted", client.count(Lab.VIP, 3));
    seen.put("read_before", client.read(left));

    cut(cluster, left);
    seen.put("moved", isTaken(cluster, Set.of(right.node())));
    seen.put("counted_meanwhile", client.count(Lab.VIP, 2));
    seen.put(
        "refused", Await.until(() -> client.read(left) == CounterClient.REFUSED, TAKEOVER_LIMIT));
    seen.put("answered_in_the_split", client.countOlder(left, Integer.MAX_VALUE, ASKED));

    heal(cluster, left);
    readUntil("while_it_came_back", left, 5);
    seen.put("stale_after_that", client.countOlder(left, 5, ASKED));
    seen.put("counted_after", client.count(Lab.VIP, 1));
  }

  private void hang(Cluster cluster) {
    Server hung = cluster.holder();
    Server other = cluster.other(hung);
    log("stops " + hung.node());
    hung.suspend();
    seen.put("hang_moved", isTaken(cluster, Set.of(other.node())));
    seen.put("hang_counted_meanwhile", client.count(Lab.VIP, 2));
    Await.pause(ASKED);

    log("wakes it");
    hung.resume();
    readUntil("while_it_woke", hung, 8);
    seen.put("stale_after_it_woke", client.countOlder(hung, 8, ASKED));
    seen.put("hang_counted_after", client.count(Lab.VIP, 1));
  }

  private void bothGoOn(Cluster cluster) {
    Server left = cluster.holder();
    Server right = cluster.other(left);
    seen.put("counted", client.count(Lab.VIP, 3));

    cut(cluster, left);
    seen.put("both_hold", isTaken(cluster, Set.of(left.node(), right.node())));
    int leftCount = client.count(Lab.lanAddress(left.node()), 2);
    int rightCount = client.count(Lab.lanAddress(right.node()), 4);
    seen.put("left_counted", leftCount);
    seen.put("right_counted", rightCount);

    heal(cluster, left);
    seen.put(
        "one_holds",
        Await.until(() -> cluster.ownership().holderAt(time.now()).isPresent(), TAKEOVER_LIMIT));
    boolean agree =
        Await.until(
            () -> cluster.isWhole() && isOneCount(client.read(left), client.read(right)),
            TAKEOVER_LIMIT);
    seen.put("both_agree", agree);
    int kept = client.read(right);
    seen.put("kept_of_one", kept == leftCount || kept == rightCount);
    seen.put("counts_on", client.count(Lab.VIP, 1) == kept + 1);
    seen.put("both_follow", client.read(left) == kept + 1 && client.read(right) == kept + 1);
  }

  private static boolean isOneCount(int left, int right) {
    return left >= 0 && left == right;
  }

  private void readUntil(String when, Server server, int count) {
    Instant from = time.now();
    CounterClient.Sight sight = client.readUntil(server, count, TAKEOVER_LIMIT);
    log(
        "%s tells of %d after %d ms"
            .formatted(
                server.node(), sight.value(), Duration.between(from, time.now()).toMillis()));
    seen.put("stale_" + when, sight.older());
    seen.put("read_" + when, sight.value());
  }

  private boolean isTaken(Cluster cluster, Set<String> by) {
    return Await.until(() -> cluster.ownership().holdersAt(time.now()).equals(by), TAKEOVER_LIMIT);
  }

  /** Cuts a node off from the others and the witness: their frames are dropped, and its are. */
  private static void cut(Cluster cluster, Server left) {
    Lab lab = cluster.lab();
    log("cuts " + left.node() + " off from the others and the witness");
    List<String> others = others(cluster, left);
    lab.pullCable(left.node(), "hb");
    String macs = others.stream().map(host -> mac(lab, host)).collect(Collectors.joining(", "));
    drop(lab, left.node(), macs + ", " + mac(lab, WITNESS));
    others.forEach(host -> drop(lab, host, mac(lab, left.node())));
  }

  private static List<String> others(Cluster cluster, Server left) {
    return cluster.servers().stream().filter(server -> server != left).map(Server::node).toList();
  }

  private static String mac(Lab lab, String host) {
    return lab.run(lab.onHost(host, List.of("cat", "/sys/class/net/eth0/address")), COMMAND_LIMIT);
  }

  private static void drop(Lab lab, String host, String macs) {
    String table =
        "add table netdev split; add chain netdev split in"
            + " { type filter hook ingress device \"eth0\" priority 0; };"
            + " add rule netdev split in ether saddr { %s } drop".formatted(macs);
    lab.run(lab.onHost(host, List.of("nft", table)), COMMAND_LIMIT);
  }

  private static void heal(Cluster cluster, Server left) {
    Lab lab = cluster.lab();
    log("heals it");
    for (Server server : cluster.servers()) {
      lab.run(
          lab.onHost(server.node(), List.of("nft", "delete table netdev split")), COMMAND_LIMIT);
    }
    lab.plugCable(left.node(), "hb");
  }
}
