package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.AddressWatch;
import org.batonha.lab.Lab;
import org.batonha.lab.Ownership;

/** One contender on both hosts, and a client; as many cases as wanted, one after the other. */
final class Trial implements AutoCloseable {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(40);

  /** How long a client must have been served without a gap before and after a case. */
  private static final Duration CALM = Duration.ofMillis(500);

  /** A holder tells the other one every second which connections are open. */
  private static final Duration CONNECTIONS_KNOWN = Duration.ofSeconds(2);

  private static final Duration CALM_GAP = Duration.ofMillis(100);

  /** Two owners for so long are two owners for ever, unless somebody looks. */
  private static final Duration LASTING = Duration.ofSeconds(3);

  private final Contender contender;
  private final Stage stage;
  private final AddressWatch watch;
  private final List<Daemon> daemons = new ArrayList<>();
  private final List<Process> applications = new ArrayList<>();
  private final InetSocketAddress address = new InetSocketAddress(Lab.VIP, Application.PORT);
  private final Client client;

  Trial(Contender contender, Stage stage, AddressWatch watch) throws IOException {
    this.contender = contender;
    this.stage = stage;
    this.watch = watch;
    this.client = new Client(address, stage.time());
    for (String host : Stage.HOSTS) {
      daemons.add(contender.on(host, stage));
      if (!contender.isServer()) {
        applications.add(application(host));
      }
    }
  }

  private Process application(String host) throws IOException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Application.class.getName(),
            host);
    return new ProcessBuilder(stage.lab().onHost(host, command))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * Does one case to the host that has the address, and measures what it costs.
   *
   * @throws IOException when the contender does not come to rest before it
   */
  List<Sample> run(Case kase) throws IOException {
    Daemon holder = settle();
    Optional<WaitingClient> waiting = Optional.empty();
    boolean isKill = kase == Case.KILL && contender.isServer();
    boolean isCutOff = kase == Case.CABLE || kase == Case.SWITCH;
    if (isKill || (isCutOff && contender.tickles())) {
      waiting = Optional.of(new WaitingClient(address, stage.time()));
    }
    if (contender.tickles()) {
      Pause.of(CONNECTIONS_KNOWN);
    }
    client.forget();
    Pause.of(CALM);
    Instant began = inject(kase, holder);
    await(began, kase.least(), kase.most(), holder.host());
    Instant ended = stage.time().now();
    List<Sample> samples = outcome(kase, holder.host(), began, ended);
    if (kase.heals()) {
      Instant healed = heal(kase, holder);
      await(healed, Duration.ofSeconds(3), kase.most(), "");
      if (kase == Case.SWITCH) {
        samples.addAll(healing(healed, stage.time().now()));
      }
    }
    if (waiting.isPresent()) {
      waiting
          .get()
          .ended()
          .ifPresent(at -> samples.add(millis(kase.word(), "reset seen", began, at)));
      waiting.get().close();
    }
    return samples;
  }

  // ---- before

  /** Starts what does not run, until one host has the address and the client is served. */
  private Daemon settle() throws IOException {
    for (int attempt = 1; ; attempt++) {
      for (Daemon daemon : daemons) {
        if (!daemon.isAlive()) {
          daemon.sweep();
          daemon.start();
        }
      }
      Optional<Daemon> holder = awaitHolder();
      if (holder.isPresent()) {
        return holder.get();
      }
      if (attempt == 2) {
        throw new IOException(
            "%s did not settle within %d s: the address is on %s; see %s"
                .formatted(contender.word(), SETTLE_LIMIT.toSeconds(), holders(), stage.logs()));
      }
      for (Daemon daemon : daemons) {
        daemon.sweep();
      }
    }
  }

  private Set<String> holders() {
    return ownership().holdersAt(stage.time().now());
  }

  private Ownership ownership() {
    return watch.ownership(Lab.VIP);
  }

  private Optional<Daemon> awaitHolder() throws IOException {
    Instant end = stage.time().now().plus(SETTLE_LIMIT);
    while (stage.time().now().isBefore(end)) {
      Pause.of(Duration.ofMillis(200));
      Instant now = stage.time().now();
      Optional<String> holder = ownership().holderAt(now);
      if (holder.isPresent()
          && client.answers().isCalm(now.minus(CALM), now, CALM_GAP)
          && areSettled()) {
        return daemons.stream().filter(each -> each.host().equals(holder.get())).findFirst();
      }
    }
    return Optional.empty();
  }

  private boolean areSettled() throws IOException {
    for (Daemon daemon : daemons) {
      if (!daemon.isAlive() || !daemon.isSettled()) {
        return false;
      }
    }
    return true;
  }

  // ---- the case

  private Instant inject(Case kase, Daemon holder) throws IOException {
    return switch (kase) {
      case KILL -> holder.signal("KILL");
      case HANG -> holder.signal("STOP");
      case CABLE -> stage.hand().cables(holder.host(), false);
      case SWITCH -> stage.hand().switches(holder.host(), false);
      case STOP -> holder.terminate();
      case MOVE -> holder.move();
    };
  }

  private Instant heal(Case kase, Daemon holder) throws IOException {
    return switch (kase) {
      case HANG -> holder.signal("CONT");
      case CABLE -> stage.hand().cables(holder.host(), true);
      case SWITCH -> stage.hand().switches(holder.host(), true);
      case KILL, STOP, MOVE -> throw new IllegalStateException(kase + " does not heal");
    };
  }

  /**
   * Waits until the client is served calmly again, and one host has the address, or two have had it
   * for long enough to say that they keep it.
   *
   * @param not the host that must not be the one that serves it
   */
  private void await(Instant from, Duration least, Duration most, String not) {
    while (true) {
      Pause.of(Duration.ofMillis(50));
      Instant now = stage.time().now();
      boolean isServed =
          client.answers().firstNotOf(not, from).isPresent()
              && client.answers().isCalm(now.minus(CALM), now, CALM_GAP);
      boolean isDecided =
          ownership().holdersAt(now).size() <= 1
              || ownership().sharedBetween(from, now).compareTo(LASTING) > 0;
      Duration passed = Duration.between(from, now);
      if (passed.compareTo(most) > 0 || (passed.compareTo(least) > 0 && isServed && isDecided)) {
        return;
      }
    }
  }

  // ---- what came of it

  private List<Sample> outcome(Case kase, String holder, Instant began, Instant ended) {
    String word = kase.word();
    tellOwners(began, ended);
    List<Sample> samples = new ArrayList<>(costs(word, began, ended));
    client
        .answers()
        .firstNotOf(holder, began)
        .ifPresentOrElse(
            answer -> samples.add(millis(word, "other answers", began, answer.at())),
            () -> samples.add(sample(word, "never moved", "0 or 1", 1)));
    boolean isLasting = ownership().holdersAt(ended).size() > 1;
    samples.add(sample(word, "two owners at the end", "0 or 1", isLasting ? 1 : 0));
    return samples;
  }

  private void tellOwners(Instant began, Instant ended) {
    StringBuilder line = new StringBuilder("  at " + began + ":");
    for (Ownership.Change change : ownership().changes()) {
      if (change.from().isAfter(began) && change.from().isBefore(ended)) {
        double millis = Duration.between(began, change.from()).toNanos() / 1e6;
        line.append(String.format(Locale.ROOT, " +%.1f ms %s", millis, change.holders()));
      }
    }
    System.err.println(line);
  }

  private List<Sample> healing(Instant healed, Instant ended) {
    return costs(Case.HEAL, healed, ended);
  }

  private List<Sample> costs(String kase, Instant began, Instant ended) {
    Duration two = ownership().sharedBetween(began, ended);
    return List.of(
        sample(kase, "outage", "ms", client.answers().longestGap(began, ended).toNanos() / 1e6),
        sample(kase, "two owners", "ms", two.toNanos() / 1e6));
  }

  private Sample millis(String kase, String metric, Instant from, Instant to) {
    return sample(kase, metric, "ms", Duration.between(from, to).toNanos() / 1e6);
  }

  private Sample sample(String kase, String metric, String unit, double value) {
    return new Sample(kase, contender.word(), metric, unit, false, value);
  }

  @Override
  public void close() throws IOException {
    client.close();
    for (Daemon daemon : daemons) {
      daemon.sweep();
    }
    applications.forEach(Process::destroyForcibly);
  }
}
