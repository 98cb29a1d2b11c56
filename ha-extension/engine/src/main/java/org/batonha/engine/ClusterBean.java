package org.batonha.engine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.NodeState;
import org.batonha.jmx.ServiceStatus;
import org.batonha.transport.REDUNDANT;

/** The MBean of the cluster. */
final class ClusterBean implements ClusterMXBean {
  private final EngineConfig config;
  private final Supplier<List<String>> nodes;
  private final Supplier<Snapshot> snapshot;
  private final Supplier<Optional<REDUNDANT>> transport;
  private final Function<String, List<AddressConfig>> addresses;

  ClusterBean(
      EngineConfig config,
      Supplier<List<String>> nodes,
      Supplier<Snapshot> snapshot,
      Supplier<Optional<REDUNDANT>> transport,
      Function<String, List<AddressConfig>> addresses) {
    this.config = config;
    this.nodes = nodes;
    this.snapshot = snapshot;
    this.transport = transport;
    this.addresses = addresses;
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
  public List<String> getView() {
    return snapshot.get().view();
  }

  @Override
  public String getCoordinator() {
    return snapshot.get().view().stream().findFirst().orElse("");
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
        node, service.config().roleOf(node).name(), service.stateOn(node), service.reasonOn(node));
  }

  @Override
  public List<LinkStatus> getLinks() {
    return transport.get().map(LinkBean::all).orElse(List.of());
  }
}
