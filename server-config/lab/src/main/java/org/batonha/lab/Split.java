package org.batonha.lab;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Whether a node that is cut off from the other and from the witness, but not from the clients,
 * answers what is old when they ask it by its own address: in the split, and after it has healed.
 * Then the same of a node that hung, and is woken. Prints one JSON object. Runs on the lab's host
 * {@code client}.
 */
@Command(name = "split", description = "Cuts a node off that clients can still reach")
public final class Split implements Callable<Integer> {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
  private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(30);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);

  /** For how long a node that refuses is asked, and one that has come back. */
  private static final Duration ASKED = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(10);

  /** An answer with status 503. */
  private static final int REFUSED = -2;

  /** No answer in time: what the node is asked for waits for the other one. */
  private static final int SILENT = -1;

  private static final String WITNESS = "gateway";
  private static final Pattern COUNT = Pattern.compile("(?m)^a (\\d+)$");

  @Option(names = "--home", required = true, description = "the prepared server home")
  private Path home;

  @Option(names = "--logs", description = "copy the servers' logs to there at the end")
  private Path logs;

  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_LIMIT)
          .build();

  private final Map<String, Object> seen = new LinkedHashMap<>();
  private String cookie = "";

  /** Runs it and exits with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Split()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Timebase time = new Timebase();
    try (Cluster cluster = new Cluster(Lab.current(), home.toAbsolutePath(), time, Split::log)) {
      cluster.start();
      try {
        split(cluster, time);
        hang(cluster, time);
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

  private void split(Cluster cluster, Timebase time) throws Exception {
    Server left = cluster.holder();
    Server right = cluster.other(left);
    seen.put("counted", count(3));
    seen.put("read_before", read(left));

    log("cuts " + left.node() + " off from " + right.node() + " and the witness");
    cut(cluster.lab(), left.node(), right.node());
    seen.put("moved", isTaken(cluster, time, right));
    seen.put("counted_meanwhile", count(2));
    seen.put("refused", Await.until(() -> read(left) == REFUSED, TAKEOVER_LIMIT));
    seen.put("answered_in_the_split", ask(left, Integer.MAX_VALUE));

    log("heals it");
    heal(cluster.lab(), left.node(), right.node());
    seen.put("stale_while_it_came_back", untilAnswered("read_after", left, 5));
    seen.put("stale_after_that", ask(left, 5));
    seen.put("counted_after", count(1));
  }

  private void hang(Cluster cluster, Timebase time) throws Exception {
    Server hung = cluster.holder();
    Server other = cluster.other(hung);
    log("stops " + hung.node());
    hung.suspend();
    seen.put("hang_moved", isTaken(cluster, time, other));
    seen.put("hang_counted_meanwhile", count(2));
    Await.pause(ASKED);

    log("wakes it");
    hung.resume();
    seen.put("stale_while_it_woke", untilAnswered("hang_read_after", hung, 8));
    seen.put("stale_after_it_woke", ask(hung, 8));
    seen.put("hang_counted_after", count(1));
  }

  private static boolean isTaken(Cluster cluster, Timebase time, Server by) {
    Set<String> taken = Set.of(by.node());
    return Await.until(
        () -> cluster.ownership().holdersAt(time.now()).equals(taken), TAKEOVER_LIMIT);
  }

  /** Returns what the last of so many requests to the virtual address counted to. */
  private int count(int times) throws IOException, InterruptedException {
    int count = 0;
    for (int i = 0; i < times; i++) {
      count = get(Lab.VIP, "?count=a");
    }
    return count;
  }

  private int read(Server server) {
    try {
      return get(Lab.lanAddress(server.node()), "");
    } catch (IOException e) {
      throw new LabException("cannot ask " + server.node(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  /** Returns the counter's value, or what there is instead. */
  private int get(String host, String query) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + host + ":8080/sample/counters" + query))
            .timeout(ANSWER_LIMIT);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      return SILENT;
    }
    if (cookie.isEmpty()) {
      cookie = response.headers().firstValue("Set-Cookie").orElse("").split(";")[0];
    }
    if (response.statusCode() == 503) {
      return REFUSED;
    }
    Matcher count = COUNT.matcher(response.body());
    if (response.statusCode() != 200 || !count.find()) {
      throw new IOException(host + ": " + response.statusCode() + " " + response.body());
    }
    return Integer.parseInt(count.group(1));
  }

  /** Asks again and again; returns how many of the answers were older than a count. */
  private int ask(Server server, int count) {
    int older = 0;
    long end = System.nanoTime() + ASKED.toNanos();
    while (System.nanoTime() < end) {
      older += isOlder(read(server), count) ? 1 : 0;
      Await.pause(PAUSE);
    }
    return older;
  }

  /** Asks until it answers with a count, at the latest; returns how many answers were older. */
  private int untilAnswered(String name, Server server, int count) {
    int older = 0;
    long begin = System.nanoTime();
    int value = read(server);
    while (value < count && System.nanoTime() - begin < TAKEOVER_LIMIT.toNanos()) {
      if (isOlder(value, count) && older++ == 0) {
        log("answers with " + value + " after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
      }
      Await.pause(PAUSE);
      value = read(server);
    }
    log("answers with " + value + " after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    seen.put(name, value);
    return older;
  }

  private static boolean isOlder(int value, int count) {
    return value >= 0 && value < count;
  }

  private static void cut(Lab lab, String left, String right) {
    lab.pullCable(left, "hb");
    drop(lab, left, mac(lab, right) + ", " + mac(lab, WITNESS));
    drop(lab, right, mac(lab, left));
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

  private static void heal(Lab lab, String... hosts) {
    for (String host : hosts) {
      lab.run(lab.onHost(host, List.of("nft", "delete table netdev split")), COMMAND_LIMIT);
    }
    lab.plugCable(hosts[0], "hb");
  }
}
