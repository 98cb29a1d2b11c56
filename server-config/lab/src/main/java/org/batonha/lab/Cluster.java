package org.batonha.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The two servers of the demo, sometimes a third, and the watch on the address that they share. Not
 * thread-safe.
 */
public final class Cluster implements AutoCloseable {
  /**
   * Bound for an address to be on one node after the servers are up, or after a fault is healed.
   */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

  private final Lab lab;
  private final Installation installation;
  private final Timebase time;
  private final Consumer<String> progress;
  private final AddressWatch watch;
  private final List<Server> servers = new ArrayList<>();

  /** Prepares the nodes {@code n1} and {@code n2}; nothing runs yet but the watch. */
  public Cluster(Lab lab, Path home, Timebase time, Consumer<String> progress) {
    this(lab, Installation.of(home), time, progress);
  }

  /** Prepares the nodes {@code n1} and {@code n2}; nothing runs yet but the watch. */
  public Cluster(Lab lab, Installation installation, Timebase time, Consumer<String> progress) {
    this(lab, installation, List.of("n1", "n2"), time, progress);
  }

  /** Prepares nodes, which are hosts of the lab; nothing runs yet but the watch. */
  public Cluster(
      Lab lab,
      Installation installation,
      List<String> nodes,
      Timebase time,
      Consumer<String> progress) {
    this.lab = lab;
    this.installation = installation;
    this.time = time;
    this.progress = progress;
    this.watch = new AddressWatch(lab, nodes, Lab.VIP);
    nodes.forEach(node -> servers.add(new Server(lab, node, installation)));
  }

  /**
   * Starts all servers and waits until they see each other and one of them has the address. One
   * after the other: two at once take as long on a small machine, and starve each other meanwhile.
   */
  public void start() {
    for (Server server : servers) {
      progress.accept("starting WildFly on " + server.node());
      server.start();
      server.awaitStarted();
    }
    settle();
  }

  /**
   * Starts what does not run, and waits until the cluster is whole and one node has the address.
   */
  public void restore() {
    for (Server server : servers) {
      if (!server.isAlive()) {
        progress.accept("starting WildFly on " + server.node() + " again");
        server.awaitEnd();
        server.start();
      }
    }
    settle();
  }

  private void settle() {
    servers.forEach(Server::awaitStarted);
    if (!Await.until(this::isWhole, SETTLE_LIMIT)) {
      throw new LabException(
          "the servers did not become one cluster within %d s: see their logs"
              .formatted(SETTLE_LIMIT.toSeconds()));
    }
    boolean held = Await.until(() -> ownership().holderAt(time.now()).isPresent(), SETTLE_LIMIT);
    if (!held) {
      throw new LabException(
          "after %d s %s is on %s: it should be on one node; see the servers' logs"
              .formatted(SETTLE_LIMIT.toSeconds(), Lab.VIP, ownership().holdersAt(time.now())));
    }
    progress.accept("all are up, " + Lab.VIP + " is on " + holder().node());
  }

  /** Returns who had the shared address when, up to now. */
  public Ownership ownership() {
    return watch.ownership(Lab.VIP);
  }

  /**
   * Returns the server that has the address now.
   *
   * @throws LabException when none or both have it
   */
  public Server holder() {
    String node =
        ownership()
            .holderAt(time.now())
            .orElseThrow(() -> new LabException(Lab.VIP + " is not on exactly one node"));
    return servers.stream().filter(s -> s.node().equals(node)).findFirst().orElseThrow();
  }

  /** Returns the other server that may have the address. */
  public Server other(Server server) {
    return servers.stream().filter(s -> s != server).findFirst().orElseThrow();
  }

  /** Returns whether all servers keep sessions together, by the newest word of any of them. */
  public boolean isWhole() {
    return servers.stream()
            .flatMap(server -> server.members().stream())
            .max(Comparator.comparing(ServerLog.Members::at))
            .map(ServerLog.Members::count)
            .orElse(0)
        == servers.size();
  }

  /** Returns all servers, whether they run or not. */
  public List<Server> servers() {
    return List.copyOf(servers);
  }

  /** Returns the lab. */
  public Lab lab() {
    return lab;
  }

  /** Returns the server home that all nodes share. */
  public Path home() {
    return installation.home();
  }

  Installation installation() {
    return installation;
  }

  /** Copies the servers' logs to a directory that outlives the lab. */
  public void saveLogs(Path directory) {
    for (Server server : servers) {
      Path target = directory.resolve(server.node());
      try (Stream<Path> logs = Files.list(server.base().resolve("log"))) {
        Files.createDirectories(target);
        for (Path log : (Iterable<Path>) logs::iterator) {
          Path copy = target.resolve(log.getFileName());
          Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (IOException e) {
        throw new LabException("cannot copy the logs of " + server.node() + " to " + target, e);
      }
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
