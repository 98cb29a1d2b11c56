package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.batonha.core.Decision;
import org.batonha.core.Event;

/**
 * Carries out what core decides about one node's services: addresses by the sentinel, singletons by
 * the board. The actions on one service happen one after the other; no outcome is lost, each comes
 * back as an event.
 */
final class Actions {
  private static final System.Logger LOG = System.getLogger(Actions.class.getName());

  /** How long singletons may take to go before the service is given on without them. */
  private static final long MOST_STOP_SECONDS = 5;

  /**
   * A check takes 0.1 s; a sentinel that does not answer must not hold up a management operation.
   */
  private static final long MOST_CHECK_SECONDS = 2;

  private final Sentinel sentinel;
  private final HoldingsBoard board;
  private final Drain drain;
  private final ExecutorService executor;
  private final Consumer<Event> events;
  private final Map<String, List<AddressConfig>> addresses = new ConcurrentHashMap<>();
  private final Map<String, AddressPolicy> policies = new ConcurrentHashMap<>();

  /** Services of which addresses were taken, and not let go of: the configuration may change. */
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  private final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
  private final Map<String, Long> stopped = new ConcurrentHashMap<>();

  private final Map<String, CompletableFuture<Boolean>> drains = new ConcurrentHashMap<>();

  /** By service, the epoch for which there was a moment without a request, and no stop since. */
  private final Map<String, Long> drained = new ConcurrentHashMap<>();

  private final Map<String, Decision.Renewed> renewals = new ConcurrentHashMap<>();

  Actions(
      Sentinel sentinel,
      HoldingsBoard board,
      Drain drain,
      ExecutorService executor,
      Consumer<Event> events) {
    this.sentinel = sentinel;
    this.board = board;
    this.drain = drain;
    this.executor = executor;
    this.events = events;
  }

  void configure(String service, List<AddressConfig> configured, AddressPolicy policy) {
    addresses.put(service, List.copyOf(configured));
    policies.put(service, policy);
    sentinel.prepare(service, List.copyOf(configured), policy);
  }

  private int probesOf(String service) {
    return policies.getOrDefault(service, AddressPolicy.DEFAULT).probeNum();
  }

  List<AddressConfig> addressesOf(String service) {
    return addresses.getOrDefault(service, List.of());
  }

  /** What is not a conflict is no answer: should it be in the way, the start will say so. */
  void probe(Decision.Probe probe) {
    List<AddressConfig> wanted = addressesOf(probe.service());
    CompletableFuture<SentinelClient.Reply> checked =
        wanted.isEmpty()
            ? CompletableFuture.completedFuture(new SentinelClient.Reply(true, "", ""))
            : sentinel.check(wanted);
    checked.thenAccept(
        reply -> events.accept(new Event.Probed(probe.service(), probe.epoch(), answer(reply))));
  }

  private static Optional<Event.Answer> answer(SentinelClient.Reply reply) {
    return switch (obstacle(reply.code())) {
      case CONFLICT -> Optional.of(new Event.Answer(true, reply.text()));
      case CONTENDED -> Optional.of(new Event.Answer(false, reply.text()));
      case LATE, BROKEN -> Optional.empty();
    };
  }

  /**
   * Completes with why the sentinel could not take what these add to a service's addresses, if so.
   */
  CompletableFuture<Optional<String>> obstacle(String service, List<AddressConfig> wanted) {
    List<AddressConfig> held = addressesOf(service);
    List<AddressConfig> added = wanted.stream().filter(a -> !held.contains(a)).toList();
    return added.isEmpty()
        ? CompletableFuture.completedFuture(Optional.empty())
        : sentinel
            .check(added)
            .thenApply(reply -> reply.ok() ? Optional.<String>empty() : Optional.of(reply.text()))
            .completeOnTimeout(Optional.empty(), MOST_CHECK_SECONDS, TimeUnit.SECONDS);
  }

  void start(Decision.Start start) {
    enqueue(start.service(), () -> take(start));
  }

  private CompletableFuture<Void> take(Decision.Start start) {
    String service = start.service();
    List<AddressConfig> wanted = addressesOf(service);
    CompletableFuture<SentinelClient.Reply> held =
        wanted.isEmpty()
            ? CompletableFuture.completedFuture(new SentinelClient.Reply(true, "", ""))
            : sentinel.hold(
                service,
                start.epoch(),
                start.leaseUntilNanos(),
                start.probe() ? probesOf(service) : 0,
                wanted);
    return held.thenComposeAsync(reply -> taken(start, !wanted.isEmpty(), reply), executor);
  }

  private CompletableFuture<Void> taken(
      Decision.Start start, boolean withAddresses, SentinelClient.Reply reply) {
    String service = start.service();
    if (!reply.ok()) {
      return notTaken(start, reply);
    }
    if (withAddresses) {
      taken.add(service);
    }
    if (isStopped(service, start.epoch())) {
      LOG.log(Level.INFO, "Service {0} was stopped while it started", service);
    } else {
      board.hold(service, start.leaseUntilNanos());
      Decision.Renewed renewal = renewals.get(service);
      if (renewal != null && renewal.epoch() == start.epoch()) {
        renew(renewal); // it came while the start was on its way, so nobody could take it yet
      }
      events.accept(new Event.Started(service, start.epoch()));
      board.tell(service);
    }
    return CompletableFuture.completedFuture(null);
  }

  /** A start that failed leaves nothing, of what was held before under an older epoch neither. */
  private CompletableFuture<Void> notTaken(Decision.Start start, SentinelClient.Reply reply) {
    CompletableFuture<Void> nothingLeft =
        board.has(start.service())
            ? letGo(start.service(), start.epoch())
            : CompletableFuture.completedFuture(null);
    if (reply.code().equals(SentinelClient.GONE)) {
      // It may have taken them before it ended.
      nothingLeft = CompletableFuture.allOf(nothingLeft, sentinel.afterItsEnd());
    }
    return nothingLeft.thenRun(
        () ->
            events.accept(
                new Event.StartFailed(
                    start.service(), start.epoch(), obstacle(reply.code()), reply.text())));
  }

  private static Event.Obstacle obstacle(String code) {
    return switch (code) {
      case "conflict" -> Event.Obstacle.CONFLICT;
      case "contended" -> Event.Obstacle.CONTENDED;
      case "deadline", "unknown", SentinelClient.GONE, SentinelClient.ABSENT ->
          Event.Obstacle.LATE; // there will be another sentinel, or none, which is told apart
      default -> Event.Obstacle.BROKEN;
    };
  }

  private boolean isStopped(String service, long epoch) {
    return stopped.getOrDefault(service, 0L) >= epoch;
  }

  void renewed(Decision.Renewed renewed) {
    renewals.put(renewed.service(), renewed);
    renew(renewed);
  }

  private void renew(Decision.Renewed renewed) {
    board.renew(renewed.service(), renewed.leaseUntilNanos());
    sentinel.renew(renewed.service(), renewed.epoch(), renewed.leaseUntilNanos());
  }

  /** Only who comes by a service's addresses uses it, as far as can be told. */
  void drain(Decision.Drain begun) {
    CompletableFuture<Boolean> quiet = CompletableFuture.completedFuture(true);
    endDrain(begun.service());
    if (!addressesOf(begun.service()).isEmpty()) {
      LOG.log(
          Level.INFO,
          "Service {0} is to stop: {1}; it goes on until no request runs, {2} ms at most",
          begun.service(),
          begun.reason(),
          begun.most().toMillis());
      quiet = drain.quiet(begun.most());
      drains.put(begun.service(), quiet);
    }
    quiet.thenAccept(
        isQuiet -> {
          if (isQuiet) {
            drained.put(begun.service(), begun.epoch());
          }
          events.accept(new Event.Drained(begun.service(), begun.epoch()));
        });
  }

  private void endDrain(String service) {
    CompletableFuture<Boolean> quiet = drains.remove(service);
    if (quiet != null) {
      quiet.complete(false);
    }
  }

  /**
   * A planned stop waits until no request runs, within its bound. From then on, or at once when it
   * is not planned, calls of singletons are refused, and addresses and beans go as fast as they
   * can.
   */
  void stop(Decision.Stop stop) {
    stopped.merge(stop.service(), stop.epoch(), Math::max);
    endDrain(stop.service());
    if (stop.planned()) {
      enqueue(stop.service(), () -> drained(stop).thenCompose(done -> giveUp(stop)));
    } else {
      board.drop(stop.service());
      enqueue(stop.service(), () -> giveUp(stop));
    }
  }

  /**
   * Completes when no request runs and none can come. Between the quiet moment, which may have been
   * just now, and the shut door some may have slipped in: they are answered, too.
   */
  private CompletableFuture<Void> drained(Decision.Stop stop) {
    Drain.Stop waits = drain.stop();
    boolean isQuiet = drained.remove(stop.service(), stop.epoch());
    CompletableFuture<Boolean> quiet =
        isQuiet ? CompletableFuture.completedFuture(true) : waits.quiet();
    return !taken.contains(stop.service())
        ? quiet.thenAccept(done -> {})
        : quiet
            .thenCompose(done -> waits.limit(sentinel.shut(stop.service(), stop.epoch())))
            .thenCompose(done -> waits.settled());
  }

  private CompletableFuture<Void> giveUp(Decision.Stop stop) {
    return letGo(stop.service(), stop.epoch())
        .thenRun(() -> events.accept(new Event.Stopped(stop.service(), stop.epoch())));
  }

  /** Completes when neither addresses nor singletons of this epoch or an older one are here. */
  private CompletableFuture<Void> letGo(String service, long epoch) {
    board.drop(service);
    CompletableFuture<Void> released =
        taken.remove(service)
            ? sentinel.release(service, epoch)
            : CompletableFuture.completedFuture(null);
    CompletableFuture<Void> beans =
        CompletableFuture.runAsync(() -> board.tell(service), executor)
            .orTimeout(MOST_STOP_SECONDS, TimeUnit.SECONDS)
            .exceptionally(
                e -> {
                  LOG.log(
                      Level.WARNING,
                      "The singletons of service "
                          + service
                          + " are not gone after "
                          + MOST_STOP_SECONDS
                          + " s; it is given on without waiting for them. Their calls are refused.");
                  return null;
                });
    return CompletableFuture.allOf(beans, released);
  }

  private void enqueue(String service, Supplier<CompletableFuture<Void>> next) {
    last.compute(
        service,
        (s, before) ->
            (before == null ? CompletableFuture.<Void>completedFuture(null) : before)
                .thenComposeAsync(done -> next.get(), executor)
                .exceptionally(
                    e -> {
                      LOG.log(Level.ERROR, "An action on service " + service + " failed", e);
                      return null;
                    }));
  }
}
