package org.batonha.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The sentinel as the rest of the engine sees it: always there. Should the process end, it is
 * started again, and takes again what the services still have a lease for; the kernel keeps their
 * addresses for that long. Thread-safe.
 */
final class Sentinel implements SentinelClient.Listener, AutoCloseable {
  /** How long the kernel keeps an address that nobody prolongs, as the sentinel sets it. */
  static final long KERNEL_LIFETIME_MILLIS = 2000;

  private static final System.Logger LOG = System.getLogger(Sentinel.class.getName());
  private static final long RESTART_MILLIS = 50;
  private static final long MOST_RESTART_MILLIS = 10_000;
  private static final int SECOND_LOOKS_PER_PATIENCE = 4;

  /** What the sentinel held is gone. */
  interface Losses {
    void lost(String service, long epoch, String reason);

    /** It was given up because of what others did; {@code cause} is one word for that. */
    default void yielded(String service, long epoch, String cause, String reason) {
      lost(service, epoch, reason);
    }

    /** These TCP connections to a service that is held are open now. */
    default void connections(String service, List<String> connections) {}

    /** A service's addresses were taken. */
    default void taken(String service) {}

    /** Another host claims an address that is held. */
    default void claimed(String service, String ip, String mac, Instant at) {}

    /**
     * A device can send again, or can not.
     *
     * @param held the services that are held
     */
    default void carrier(String device, boolean up, Set<String> held) {}

    /**
     * Addresses can not be held now, or can again.
     *
     * @param obstacle why not; empty when they can
     */
    default void able(String obstacle) {}
  }

  private record Held(long epoch, long deadline, List<AddressConfig> addresses) {}

  private final SentinelSource source;
  private final ScheduledExecutorService timer;
  private final Losses losses;
  private final long patienceMillis;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final Map<String, Long> looking = new ConcurrentHashMap<>();
  private final Map<String, List<AddressConfig>> prepared = new ConcurrentHashMap<>();
  private final Map<String, AddressPolicy> policies = new ConcurrentHashMap<>();
  private final Map<String, Boolean> carriers = new ConcurrentHashMap<>();
  private final StatusCache statuses = new StatusCache(this::askStatus, System::nanoTime);
  private final SentinelWords words = new SentinelWords();
  private SentinelClient client;
  private long pauseMillis = RESTART_MILLIS;
  private boolean ready;
  private boolean closed;
  private CompletableFuture<SentinelClient.Reply> expected =
      CompletableFuture.completedFuture(notRunning());

  Sentinel(SentinelSource source, ScheduledExecutorService timer, Losses losses) {
    this(source, timer, losses, KERNEL_LIFETIME_MILLIS);
  }

  /**
   * @param patienceMillis how long a new sentinel may take until what the last one held is lost
   */
  Sentinel(
      SentinelSource source, ScheduledExecutorService timer, Losses losses, long patienceMillis) {
    this.patienceMillis = patienceMillis;
    this.source = source;
    this.timer = timer;
    this.losses = losses;
  }

  /** Starts the process, unless it runs; whether it can hold addresses is logged. */
  synchronized void start() {
    if (closed || client != null) {
      return;
    }
    try {
      SentinelClient started = SentinelClient.start(source, this);
      client = started;
      started.greeting().thenAccept(obstacle -> greeted(started, obstacle));
      words.tellAll(started);
      policies.forEach((service, policy) -> configure(started, service, policy));
      prepared.values().stream()
          .filter(addresses -> !addresses.isEmpty())
          .forEach(addresses -> prepare(started, addresses));
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "There is no sentinel: addresses cannot be held on this node; tried again. " + source,
          e);
      losses.able("there is no sentinel: " + e.getMessage());
      startLater();
    }
  }

  private synchronized void greeted(SentinelClient started, String obstacle) {
    if (obstacle.isEmpty()) {
      pauseMillis = RESTART_MILLIS;
      ready = client == started;
      LOG.log(
          source instanceof SentinelStage ? Level.DEBUG : Level.INFO,
          "The sentinel is ready to hold addresses");
      losses.able("");
      held.keySet().forEach(service -> takeAgain(started, service));
    } else if (!closed && client == started) {
      giveUpAll("a new sentinel cannot hold addresses: " + obstacle);
      LOG.log(
          Level.WARNING,
          "The sentinel cannot hold addresses on this node, so no service with an address starts"
              + " here: "
              + obstacle);
    }
  }

  /** Not before the new one listens: a deadline that was given to it earlier would have passed. */
  private void takeAgain(SentinelClient started, String service) {
    Held h = held.get(service);
    if (h != null) {
      started
          .hold(service, h.epoch, h.deadline, 0, h.addresses)
          .thenAccept(reply -> tookAgain(started, service, h, reply));
    }
  }

  private void tookAgain(
      SentinelClient started, String service, Held h, SentinelClient.Reply reply) {
    if (reply.ok()) {
      return;
    }
    Held now = held.get(service);
    boolean renewed = now != null && now.epoch == h.epoch && now.deadline - h.deadline > 0;
    if (renewed && reply.code().equals("deadline")) {
      takeAgain(started, service); // it was renewed while the sentinel had its hands full
    } else if (now != null && now.epoch == h.epoch && held.remove(service, now)) {
      losses.lost(service, h.epoch, "the sentinel ended, a new one failed: " + reply.text());
    }
  }

  /** By now the kernel has dropped what the sentinel held that has ended. */
  private synchronized void giveUpWithout() {
    if (!ready && !closed) {
      giveUpAll("the sentinel ended, and no new one was there in time");
      losses.able("there is no sentinel; the log says why the last one ended");
    }
  }

  private void giveUpAll(String reason) {
    held.forEach(
        (service, h) -> {
          if (held.remove(service, h)) {
            losses.lost(service, h.epoch, reason);
          }
        });
  }

  private void startLater() {
    timer.schedule(this::start, pauseMillis, TimeUnit.MILLISECONDS);
    pauseMillis = Math.min(2 * pauseMillis, MOST_RESTART_MILLIS);
  }

  /** Addresses that may have to be taken from now on, and how; makes taking them faster. */
  synchronized void prepare(String service, List<AddressConfig> addresses, AddressPolicy policy) {
    prepared.put(service, addresses);
    if (!addresses.isEmpty() && !policy.equals(policies.put(service, policy)) && client != null) {
      configure(client, service, policy);
    }
    if (client != null && !addresses.isEmpty()) {
      prepare(client, addresses);
    }
  }

  private static void configure(SentinelClient sentinel, String service, AddressPolicy policy) {
    sentinel
        .configure(service, policy.arguments())
        .thenAccept(
            reply -> {
              if (!reply.ok()) {
                LOG.log(
                    Level.WARNING,
                    "The addresses of service {0} are not handled as configured: {1}",
                    service,
                    reply.text());
              }
            });
  }

  /**
   * What the sentinel shall say to whom on each link when this server can speak no more.
   *
   * @param changed arguments of the command {@code tell} by the links' names: all that there are
   */
  synchronized void tell(Map<String, String> changed) {
    words.change(changed, client);
  }

  /**
   * To open the devices takes longer than to take addresses then. What is in the way now is not of
   * interest. The network is not asked: who takes an address there would have to stand back.
   */
  private static void prepare(SentinelClient sentinel, List<AddressConfig> addresses) {
    sentinel
        .prepare(addresses)
        .thenAccept(reply -> LOG.log(Level.DEBUG, "Prepared {0}: {1}", addresses, reply));
  }

  /** Tells the network again of all that is held: it may have forgotten, or heard another. */
  void announce() {
    SentinelClient now = current();
    if (now != null) {
      held.forEach(
          (service, h) -> {
            if (!h.addresses.isEmpty()) {
              now.announce(service);
            }
          });
    }
  }

  /** Looks whether another host answers for one of the addresses; completes with its answer. */
  CompletableFuture<SentinelClient.Reply> check(List<AddressConfig> addresses) {
    SentinelClient now = current();
    return now == null ? CompletableFuture.completedFuture(notRunning()) : now.check(addresses);
  }

  /** Takes addresses, all or none; completes with the sentinel's answer. */
  CompletableFuture<SentinelClient.Reply> hold(
      String service, long epoch, long deadline, int probes, List<AddressConfig> addresses) {
    SentinelClient now = current();
    if (now == null) {
      return CompletableFuture.completedFuture(notRunning());
    }
    if (probes > 0) {
      looking.put(service, epoch);
    }
    return now.hold(service, epoch, deadline, probes, addresses)
        .thenApply(
            reply -> {
              looking.remove(service, epoch);
              statuses.forget(service);
              if (reply.ok()) {
                held.put(service, new Held(epoch, deadline, addresses));
                losses.taken(service);
              }
              return reply;
            });
  }

  private static SentinelClient.Reply notRunning() {
    return new SentinelClient.Reply(
        false, SentinelClient.ABSENT, "the sentinel is not running; see the log");
  }

  private synchronized SentinelClient current() {
    return client;
  }

  /**
   * Prolongs what is held. Also what is being taken with a look, which can take longer than a short
   * lease; but not what is taken without one, for what made that sure has an end.
   */
  void renew(String service, long epoch, long deadline) {
    Held h =
        held.computeIfPresent(
            service,
            (s, old) -> old.epoch == epoch ? new Held(epoch, deadline, old.addresses) : old);
    SentinelClient now = current();
    boolean isLooking = looking.getOrDefault(service, -1L) == epoch;
    if ((h != null || isLooking) && now != null) {
      CompletableFuture<SentinelClient.Reply> answer = now.renew(service, epoch, deadline);
      answer.thenAccept(
          reply -> {
            if (!reply.ok()) {
              LOG.log(Level.DEBUG, "Service {0} was not renewed: {1}", service, reply.text());
            }
          });
      expect(answer, now);
    }
  }

  /** A renewal is answered at once by a sentinel that is ready: one of them is waited for. */
  private synchronized void expect(
      CompletableFuture<SentinelClient.Reply> answer, SentinelClient asked) {
    if (ready && client == asked && expected.isDone()) {
      expected = answer;
      timer.schedule(() -> expectLonger(answer, asked), patienceMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Whatever stalls this process, too, must not be taken for the sentinel's silence. */
  private void expectLonger(CompletableFuture<SentinelClient.Reply> answer, SentinelClient asked) {
    if (!answer.isDone()) {
      timer.schedule(
          () -> endIfSilent(answer, asked),
          patienceMillis / SECOND_LOOKS_PER_PATIENCE,
          TimeUnit.MILLISECONDS);
    }
  }

  /** The kernel has dropped by now what was not prolonged. */
  private void endIfSilent(CompletableFuture<SentinelClient.Reply> answer, SentinelClient asked) {
    if (!answer.isDone() && current() == asked) {
      LOG.log(
          Level.ERROR,
          "The sentinel lives and has not answered for {0} ms: it is ended",
          Long.toString(patienceMillis));
      asked.abandon();
    }
  }

  /** Completes when nothing of what a sentinel held that has ended can still be here. */
  CompletableFuture<Void> afterItsEnd() {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    timer.schedule(() -> gone.complete(null), KERNEL_LIFETIME_MILLIS, TimeUnit.MILLISECONDS);
    return gone;
  }

  /**
   * Lets nothing in any more for a service's addresses, while running requests are answered.
   * Completes when that is so, or cannot be done: then more requests may come until the release.
   */
  CompletableFuture<Void> shut(String service, long epoch) {
    SentinelClient now = current();
    CompletableFuture<SentinelClient.Reply> shut =
        now == null ? CompletableFuture.completedFuture(notRunning()) : now.shut(service, epoch);
    return shut.thenAccept(
        reply -> {
          statuses.forget(service);
          if (!reply.ok()) {
            LOG.log(Level.WARNING, "Service {0} was not shut: {1}", service, reply.text());
          }
        });
  }

  /** Gives addresses up; completes when they are gone from this host. */
  CompletableFuture<Void> release(String service, long epoch) {
    Held was = held.remove(service);
    SentinelClient now = current();
    CompletableFuture<SentinelClient.Reply> released =
        now == null ? CompletableFuture.completedFuture(notRunning()) : now.release(service, epoch);
    return released.thenCompose(
        reply -> {
          statuses.forget(service);
          return reply.ok()
              ? CompletableFuture.completedFuture(null)
              : goneByItself(service, was, reply.text());
        });
  }

  /** A sentinel that was not reached may live, and prolong until the lease ends. */
  private CompletableFuture<Void> goneByItself(String service, Held was, String why) {
    long leaseMillis = was == null ? 0 : (was.deadline - System.nanoTime()) / 1_000_000;
    long millis = Math.max(0, leaseMillis) + KERNEL_LIFETIME_MILLIS;
    LOG.log(
        Level.WARNING,
        "The sentinel did not release service {0} ({1}): its addresses are gone within {2} ms",
        service,
        why,
        millis);
    CompletableFuture<Void> gone = new CompletableFuture<>();
    timer.schedule(() -> gone.complete(null), millis, TimeUnit.MILLISECONDS);
    return gone;
  }

  /**
   * Completes with what is known of a service's addresses, up to a second ago; with none when it is
   * not held here, or the sentinel cannot tell.
   */
  CompletableFuture<List<AddressStatus>> status(String service) {
    return statuses.apply(service);
  }

  private CompletableFuture<List<AddressStatus>> askStatus(String service) {
    SentinelClient now = current();
    CompletableFuture<SentinelClient.Reply> asked =
        now == null ? CompletableFuture.completedFuture(notRunning()) : now.status(service);
    return asked.thenApply(
        reply ->
            reply.ok()
                ? AddressStatus.parse(reply.text(), System.nanoTime(), Instant.now())
                : List.of());
  }

  @Override
  public void dropped(String service, long epoch, String reason) {
    held.computeIfPresent(service, (s, h) -> h.epoch == epoch ? null : h);
    statuses.forget(service);
    losses.lost(service, epoch, "the sentinel let go: " + reason);
  }

  @Override
  public void yielded(String service, long epoch, String cause, String reason) {
    held.computeIfPresent(service, (s, h) -> h.epoch == epoch ? null : h);
    statuses.forget(service);
    LOG.log(Level.WARNING, "Service {0} was given up: {1}", service, reason);
    losses.yielded(service, epoch, cause, reason);
  }

  @Override
  public void carrier(String device, boolean up) {
    Boolean before = carriers.put(device, up);
    boolean wasUp = before == null || before; // it is told with each check, too
    if (up != wasUp) {
      LOG.log(
          up ? Level.INFO : Level.WARNING, "{0} {1} carrier", device, up ? "has" : "has lost its");
    }
    losses.carrier(device, up, Set.copyOf(held.keySet()));
  }

  /** Makes the clients of a former holder's connections notice that it is gone. */
  void tickle(String service, List<String> connections) {
    SentinelClient now = current();
    if (now != null) {
      now.tickle(service, connections)
          .thenAccept(
              reply -> {
                if (!reply.ok()) {
                  LOG.log(
                      Level.WARNING,
                      "Clients of the last holder of {0} are not told: {1}",
                      service,
                      reply.text());
                }
              });
    }
  }

  @Override
  public void connections(String service, List<String> connections) {
    losses.connections(service, connections);
  }

  @Override
  public void claimed(String service, String ip, String mac, long atNanos) {
    LOG.log(
        Level.WARNING, "Service {0}: another host claims its address {1}: {2}", service, ip, mac);
    Instant at = Instant.now().minusNanos(System.nanoTime() - atNanos);
    losses.claimed(service, ip, mac, at);
  }

  @Override
  public void noticed(String text) {
    LOG.log(Level.WARNING, text);
  }

  @Override
  public void ended(SentinelClient which) {
    if (isGone(which)) {
      statuses.clear();
    }
  }

  private synchronized boolean isGone(SentinelClient which) {
    if (client != which) {
      return false;
    }
    client = null;
    ready = false;
    if (!closed) {
      LOG.log(Level.ERROR, "The sentinel has ended; it is started again");
      timer.schedule(this::giveUpWithout, patienceMillis, TimeUnit.MILLISECONDS);
      startLater();
    }
    return true;
  }

  @Override
  public void close() {
    SentinelClient last;
    synchronized (this) {
      closed = true;
      last = client;
      client = null;
    }
    if (last != null) {
      last.close();
    }
  }
}
