package org.batonha.core.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.batonha.core.CoreConfig;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;

/** The shape of a cluster before anything happens to it. Fluent; the defaults suit a scenario. */
final class Setup {
  List<String> nodes = List.of("n1", "n2", "n3");
  List<String> arbiters = List.of();
  List<ServiceConfig> services = new ArrayList<>();
  QuorumPolicy policy = QuorumPolicy.MAJORITY;
  long heartbeat = 100 * World.MS;
  long lease = 500 * World.MS;
  int indoubtLimit = 5;

  /** What the nodes are told about the drift. */
  double drift = CoreConfig.DEFAULT_DRIFT;

  /** How much the clocks really drift against each other, at most. */
  double realDrift = CoreConfig.DEFAULT_DRIFT;

  int links = 2;
  int witnesses = 1;
  int witnessMinimum = 1;

  /** After how long the group membership suspects somebody that it does not hear. */
  long detection = 500 * World.MS;

  /** How far apart one view may arrive on two of its members. */
  long viewSkew = 20 * World.MS;

  /** What a start, a stop and a probe take, at most. */
  long startTime = 5 * World.MS;

  long stopTime = 5 * World.MS;
  long probeTime = 100 * World.MS;

  /** After how long, at most, a sentinel notices that its server is dead. */
  long deathNotice = 300 * World.MS;

  /** Whether what is sent to all goes to every connected host, and not just to the view. */
  boolean multicastsPassViews;

  /**
   * Whether what is sent to one reaches it when it is not in the sender's view. An engine has no
   * address of such a node; but where this group suspects wrongly, stories are to go on.
   */
  boolean unicastsPassViews = true;

  /** Whether what comes from outside of the receiver's view is thrown away. */
  boolean membersOnly;

  /**
   * By how much the lifetime of an address in the kernel exceeds the lease; matters only when a
   * sentinel is killed.
   */
  long kernelExcess;

  /** What becomes of the last arbiter's vote: the others are told one by one, in the storm. */
  LastArbiter lastArbiter = LastArbiter.STAYS;

  enum LastArbiter {
    STAYS,
    JOINS,
    LEAVES
  }

  static Setup cluster(String... nodes) {
    Setup setup = new Setup();
    setup.nodes = List.of(nodes);
    return setup;
  }

  Setup arbiters(String... names) {
    arbiters = List.of(names);
    return this;
  }

  Setup policy(QuorumPolicy policy) {
    this.policy = policy;
    return this;
  }

  /** A service that prefers these nodes, or all of them in their order. */
  Setup service(String name, String... preference) {
    return service(new ServiceConfig(name, preference.length == 0 ? nodes : List.of(preference)));
  }

  Setup service(ServiceConfig service) {
    services.add(service);
    return this;
  }

  Setup timing(Duration heartbeat, Duration lease) {
    this.heartbeat = heartbeat.toNanos();
    this.lease = lease.toNanos();
    return this;
  }

  Setup detection(Duration time) {
    detection = time.toNanos();
    return this;
  }

  int hosts() {
    return nodes.size() + arbiters.size();
  }

  String hostName(int id) {
    return id < nodes.size() ? nodes.get(id) : arbiters.get(id - nodes.size());
  }

  /** Whether a host is told of the change; the last arbiter itself always counts itself. */
  boolean isTold(int id) {
    return lastArbiter != LastArbiter.STAYS && id != hosts() - 1;
  }

  /** Returns the arbiters that count for a host. */
  List<String> arbiters(int id, boolean knowsChange) {
    LastArbiter without = knowsChange ? LastArbiter.LEAVES : LastArbiter.JOINS;
    return isTold(id) && lastArbiter == without
        ? arbiters.subList(0, arbiters.size() - 1)
        : arbiters;
  }

  /**
   * Returns what one host is configured to be.
   *
   * @param knowsChange whether it was told already what becomes of the last arbiter
   */
  CoreConfig config(int id, boolean knowsChange) {
    return new CoreConfig(
        hostName(id),
        nodes,
        arbiters(id, knowsChange),
        Duration.ofNanos(heartbeat),
        indoubtLimit,
        Duration.ofNanos(lease),
        drift,
        policy,
        witnessMinimum);
  }

  /** The same cluster under other names; keeps their order if {@code name} does. */
  void rename(UnaryOperator<String> name) {
    nodes = nodes.stream().map(name).toList();
    arbiters = arbiters.stream().map(name).toList();
    services = services.stream().map(service -> renamed(service, name)).toList();
  }

  private static ServiceConfig renamed(ServiceConfig service, UnaryOperator<String> name) {
    return new ServiceConfig(
        name.apply(service.name()),
        service.preference().stream().map(name).toList(),
        service.failback(),
        service.failbackDelay(),
        service.flapLimit(),
        service.flapWindow(),
        service.togetherWith().stream().map(name).toList(),
        service.apartFrom().stream().map(name).toList(),
        service.reclaim(),
        service.drainTimeout());
  }

  @Override
  public String toString() {
    return String.format(
        "%s arbiters %s, %s, heartbeat %d ms, indoubt %d, lease %d ms, drift %.3f (real %.3f), "
            + "detection %d ms, links %d, start %d ms, stop %d ms, probe %d ms, kernel +%d ms%n%s",
        nodes,
        arbiters,
        policy,
        heartbeat / World.MS,
        indoubtLimit,
        lease / World.MS,
        drift,
        realDrift,
        detection / World.MS,
        links,
        startTime / World.MS,
        stopTime / World.MS,
        probeTime / World.MS,
        kernelExcess / World.MS,
        String.join("\n", services.stream().map(Object::toString).toList()));
  }
}
