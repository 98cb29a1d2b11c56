package org.batonha.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One fault under load, from a calm start to a calm end: several clients count through the shared
 * address, each in its own session, as fast as answers come. Not thread-safe.
 */
public final class RushTrial {
  /** A fault that can be taken back lasts at least so long. */
  private static final Duration FAULT_TIME = Duration.ofSeconds(5);

  private static final Duration CALM_TIME = Duration.ofSeconds(1);
  private static final Duration CALM_GAP = Duration.ofMillis(500);

  /** Clients that are not served for so long are given up: more than any stock server takes. */
  private static final Duration LIMIT = Duration.ofSeconds(75);

  private final Cluster cluster;
  private final Timebase time;
  private final int clients;
  private final Duration warmUp;
  private final Consumer<String> progress;

  /**
   * Creates a trial on a cluster that is up.
   *
   * @param warmUp for how long each node serves all clients before the fault, at least
   */
  public RushTrial(
      Cluster cluster, Timebase time, int clients, Duration warmUp, Consumer<String> progress) {
    this.cluster = cluster;
    this.time = time;
    this.clients = clients;
    this.warmUp = warmUp;
    this.progress = progress;
  }

  /** Does one fault to the node that has the address, and returns what it cost. */
  public RushResult run(Fault fault) {
    warm(Lab.lanAddress(cluster.other(cluster.holder()).node()));
    try (Clients all = start(Lab.VIP)) {
      boolean recovered = awaitCalm(all, time.now().plus(warmUp));
      Server victim = cluster.holder();
      progress.accept(victim.node() + ": " + fault.description());
      Injection injection = new Injection(cluster, fault, victim);
      Instant injected = time.now();
      injection.inject();
      Optional<Instant> healed = Optional.empty();
      if (fault.heals()) {
        recovered &= awaitCalm(all, injected.plus(FAULT_TIME).minus(CALM_TIME));
        progress.accept(victim.node() + ": the fault is taken back");
        healed = Optional.of(time.now());
        injection.heal();
        recovered &= Await.until(cluster::isWhole, LIMIT);
      }
      recovered &= awaitCalm(all, time.now());
      Instant ended = time.now();
      List<ClientReport> reports = all.reports();
      if (fault == Fault.KILL || fault == Fault.STOP) {
        victim.awaitEnd();
      }
      return new RushResult(fault, victim.node(), injected, healed, ended, recovered, reports);
    }
  }

  /** The node that takes over has answered before, as under any health check. */
  private void warm(String address) {
    try (Clients all = start(address)) {
      awaitCalm(all, time.now().plus(warmUp));
    }
  }

  private Clients start(String address) {
    return Clients.start(address, clients, Duration.ZERO, time);
  }

  private static boolean awaitCalm(Clients all, Instant from) {
    return all.awaitCalm(from, CALM_TIME, CALM_GAP, LIMIT);
  }
}
