package org.batonha.engine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.batonha.core.Decision;
import org.batonha.core.LogEntry;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.EventRecord;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.NodeState;
import org.batonha.jmx.NodeStatus;
import org.batonha.jmx.ObjectNames;
import org.batonha.jmx.ServiceStatus;
import org.batonha.transport.REDUNDANT;

/** The MBean of the cluster. */
final class ClusterBean extends NotificationBroadcasterSupport implements ClusterMXBean {
  private static final String PEER = "org.batonha.peer.state";

  private final EngineConfig config;
  private final Supplier<List<String>> nodes;
  private final Supplier<Snapshot> snapshot;
  private final Supplier<Optional<REDUNDANT>> transport;
  private final Function<String, List<AddressConfig>> addresses;
  private final Operator operator;
  private final AtomicLong notifications = new AtomicLong();

  ClusterBean(
      EngineConfig config,
      Supplier<List<String>> nodes,
      Supplier<Snapshot> snapshot,
      Supplier<Optional<REDUNDANT>> transport,
      Function<String, List<AddressConfig>> addresses,
      Operator operator) {
    super(
        new MBeanNotificationInfo(
            new String[] {PEER},
            Notification.class.getName(),
            "A change of what this node thinks of another one, and why"));
    this.config = config;
    this.nodes = nodes;
    this.snapshot = snapshot;
    this.transport = transport;
    this.addresses = addresses;
    this.operator = operator;
  }

  @Override
  public String getNode() {
    return config.node();
  }

  @Override
  public String getVersion() {
    String version = ClusterBean.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public List<String> getNodes() {
    return nodes.get();
  }

  @Override
  public List<String> getArbiters() {
    return config.arbiters();
  }

  @Override
  public List<String> getView() {
    return snapshot.get().view();
  }

  @Override
  public String getCoordinator() {
    return snapshot.get().coordinator();
  }

  @Override
  public boolean isQuorate() {
    return snapshot.get().quorate();
  }

  @Override
  public String getQuorum() {
    return config.quorum().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean isMaintenance() {
    return snapshot.get().maintenance();
  }

  @Override
  public List<NodeStatus> getPeers() {
    return snapshot.get().peers().stream()
        .map(p -> new NodeStatus(p.node(), p.state().name(), p.sinceMillis(), p.reason()))
        .toList();
  }

  @Override
  public List<ServiceStatus> getServices() {
    return snapshot.get().services().values().stream().map(this::status).toList();
  }

  private ServiceStatus status(Snapshot.Service service) {
    String name = service.config().name();
    return new ServiceStatus(
        name,
        service.holder().orElse(""),
        service.epoch(),
        service.config().preference().stream().map(node -> state(service, node)).toList(),
        addresses.apply(name).stream().map(AddressConfig::toString).toList());
  }

  private static NodeState state(Snapshot.Service service, String node) {
    return new NodeState(
        node,
        service.config().roleOf(node).name(),
        service.stateOn(node),
        service.reasonOn(node),
        service.unavailableOn(node));
  }

  @Override
  public List<LinkStatus> getLinks() {
    return transport.get().map(LinkBean::all).orElse(List.of());
  }

  @Override
  public void maintenance(boolean on) {
    operator.maintenance(on);
  }

  @Override
  public List<EventRecord> log(int newest) {
    if (newest < 1 || newest > MOST_LOG_ENTRIES) {
      throw new IllegalArgumentException(
          "newest is " + newest + ": ask for 1 to " + MOST_LOG_ENTRIES + " entries");
    }
    List<LogEntry> entries = operator.log();
    long nanos = System.nanoTime();
    long millis = System.currentTimeMillis();
    return entries.subList(Math.max(0, entries.size() - newest), entries.size()).stream()
        .map(
            entry -> record(entry, millis - TimeUnit.NANOSECONDS.toMillis(nanos - entry.atNanos())))
        .toList();
  }

  private static EventRecord record(LogEntry entry, long atMillis) {
    return new EventRecord(atMillis, entry.service(), entry.epoch(), entry.what(), entry.reason());
  }

  void changed(Decision.PeerChanged peer) {
    sendNotification(
        new Notification(
            PEER,
            ObjectNames.cluster(),
            notifications.incrementAndGet(),
            System.currentTimeMillis(),
            peer.node() + ": " + peer.from() + " -> " + peer.to() + ": " + peer.reason()));
  }
}
