package org.batonha.lab;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One fault, from a calm start to a calm end: a client counts through the shared address, the node
 * that has it gets the fault, and, where the fault can be taken back, that is watched as well. Not
 * thread-safe.
 */
public final class Experiment {
  /** The client counts for so long before the fault, so that servers and client are warm. */
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  /** A fault that can be taken back lasts at least so long. */
  private static final Duration FAULT_TIME = Duration.ofSeconds(5);

  /** The end: for so long nothing failed, and no answer took longer than {@link #CALM_GAP}. */
  private static final Duration CALM_TIME = Duration.ofSeconds(3);

  private static final Duration CALM_GAP = Duration.ofMillis(500);

  /** A client that is not served for so long is given up: more than any stock server takes. */
  private static final Duration LIMIT = Duration.ofSeconds(75);

  /** How long the nodes may take to find each other again. */
  private static final Duration WHOLE_LIMIT = Duration.ofSeconds(60);

  private static final int HTTP_PORT = 8080;
  private static final String PATH = "/sample/count";

  private final Cluster cluster;
  private final Timebase time;
  private final Consumer<String> progress;

  /** Creates an experiment on a cluster that is up. */
  public Experiment(Cluster cluster, Timebase time, Consumer<String> progress) {
    this.cluster = cluster;
    this.time = time;
    this.progress = progress;
  }

  /**
   * Does one fault and returns what it cost.
   *
   * @throws LabException when the experiment itself could not be done
   */
  public Result run(Fault fault) {
    warmStandby();
    try (CountingClient client = client(Lab.VIP)) {
      client.start();
      awaitCalm(client, time.now().plus(WARM_UP).minus(CALM_TIME));
      client
          .lastGood()
          .orElseThrow(() -> new LabException("the client got no count: " + lastError(client)));
      Server victim = cluster.holder();
      progress.accept(victim.node() + ": " + fault.description());
      Injection injection = new Injection(cluster, fault, victim);
      Instant injected = time.now();
      injection.inject();
      boolean recovered = awaitCalm(client, time.now().plus(FAULT_TIME).minus(CALM_TIME));
      Optional<Instant> healed = Optional.empty();
      Optional<Instant> whole = Optional.empty();
      if (fault.heals()) {
        progress.accept(victim.node() + ": the fault is taken back");
        healed = Optional.of(time.now());
        injection.heal();
        if (Await.until(cluster::isWhole, WHOLE_LIMIT)) {
          whole = Optional.of(time.now());
        }
        // The nodes finding each other again is where a session or the address may still be lost.
        recovered &= awaitCalm(client, time.now());
      }
      Instant ended = time.now();
      return new Result(
          fault,
          victim.node(),
          injected,
          healed,
          whole,
          ended,
          recovered,
          new ClientReport(client.answers()),
          cluster.ownership());
    }
  }

  /**
   * Sends some requests to the node that does not serve, as the health check of any load balancer
   * does all the time, so that its first answer is not that of a Java process that has just
   * started.
   */
  private void warmStandby() {
    Server standby = cluster.other(cluster.holder());
    try (CountingClient client = client(Lab.lanAddress(standby.node()))) {
      client.start();
      if (!awaitCalm(client, time.now())) {
        throw new LabException(
            "%s answers no request at its own address: %s"
                .formatted(standby.node(), lastError(client)));
      }
    }
  }

  private CountingClient client(String address) {
    return new CountingClient(new InetSocketAddress(address, HTTP_PORT), PATH, time);
  }

  /** Waits until the client was calm for {@link #CALM_TIME}, all of it after {@code from}. */
  private boolean awaitCalm(CountingClient client, Instant from) {
    return Await.until(
        () -> {
          Instant now = time.now();
          Instant since = now.minus(CALM_TIME);
          return !since.isBefore(from)
              && new ClientReport(client.answers()).isCalm(since, now, CALM_GAP);
        },
        LIMIT);
  }

  private static String lastError(CountingClient client) {
    return client.answers().stream()
        .filter(answer -> !answer.isGood())
        .reduce((one, other) -> other)
        .map(Answer::error)
        .orElse("no request was made");
  }
}
