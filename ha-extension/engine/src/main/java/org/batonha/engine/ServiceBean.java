package org.batonha.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.batonha.core.Decision;
import org.batonha.core.Explanation;
import org.batonha.jmx.NodeVerdict;
import org.batonha.jmx.ObjectNames;
import org.batonha.jmx.ServiceExplanation;
import org.batonha.jmx.ServiceMXBean;

/** The MBean of one service. */
final class ServiceBean extends NotificationBroadcasterSupport implements ServiceMXBean {
  private static final String TRANSITION = "org.batonha.service.state";

  private final String name;
  private final String node;
  private final Supplier<Snapshot> snapshot;
  private final List<String> addresses;
  private final Operator operator;
  private final AtomicLong notifications = new AtomicLong();

  ServiceBean(
      String name,
      String node,
      Supplier<Snapshot> snapshot,
      List<AddressConfig> addresses,
      Operator operator) {
    super(
        new MBeanNotificationInfo(
            new String[] {TRANSITION}, Notification.class.getName(), "A change of state, and why"));
    this.name = name;
    this.node = node;
    this.snapshot = snapshot;
    this.addresses = addresses.stream().map(AddressConfig::toString).toList();
    this.operator = operator;
  }

  private Snapshot.Service service() {
    Snapshot.Service service = snapshot.get().services().get(name);
    if (service == null) {
      throw new IllegalStateException("service '" + name + "' is not configured here any more");
    }
    return service;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getState() {
    return service().stateOn(node);
  }

  @Override
  public String getRole() {
    return service().config().roleOf(node).name();
  }

  @Override
  public String getHolder() {
    return service().holder().orElse("");
  }

  @Override
  public long getEpoch() {
    return service().epoch();
  }

  @Override
  public String getReason() {
    return service().reasonOn(node);
  }

  @Override
  public String getCause() {
    return service().cause();
  }

  @Override
  public String getNominationReason() {
    return service().nomination();
  }

  @Override
  public long getSinceMillis() {
    return service().sinceMillis();
  }

  @Override
  public List<String> getPreference() {
    return service().config().preference();
  }

  @Override
  public List<String> getAddresses() {
    return addresses;
  }

  @Override
  public Map<String, String> getStates() {
    Snapshot.Service service = service();
    Map<String, String> states = new LinkedHashMap<>();
    service.config().preference().forEach(n -> states.put(n, service.stateOn(n)));
    return states;
  }

  @Override
  public void move(String to) {
    List<String> nodes = service().config().preference();
    if (!nodes.contains(to)) {
      throw new IllegalArgumentException(
          "'" + to + "' is not a node of service '" + name + "': choose one of " + nodes);
    }
    operator.move(name, to);
  }

  @Override
  public void stop() {
    operator.stop(name);
  }

  @Override
  public void start() {
    operator.start(name);
  }

  @Override
  public void fail() {
    operator.fail(name);
  }

  @Override
  public void recover() {
    operator.recover(name);
  }

  @Override
  public ServiceExplanation explain() {
    Explanation explanation = operator.explain(name);
    return new ServiceExplanation(
        name,
        explanation.summary(),
        explanation.nodes().stream()
            .map(n -> new NodeVerdict(n.node(), n.role().name(), n.verdict()))
            .toList(),
        explanation.wouldMove());
  }

  void changed(Decision.Transition transition) {
    sendNotification(
        new Notification(
            TRANSITION,
            ObjectNames.service(name),
            notifications.incrementAndGet(),
            System.currentTimeMillis(),
            transition.from() + " -> " + transition.to() + ": " + transition.reason()));
  }
}
