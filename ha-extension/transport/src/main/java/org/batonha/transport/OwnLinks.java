package org.batonha.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.batonha.transport.link.Addresses;
import org.batonha.transport.link.HostSpec;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.LinkSpec;
import org.batonha.transport.link.Links;
import org.batonha.transport.wire.LinkAddress;
import org.jgroups.Address;
import org.jgroups.logging.Log;
import org.jgroups.stack.IpAddress;

/**
 * This node's links, from configuration to open sockets, and how they change while messages flow.
 * Changes come one at a time and hold until the stack is configured anew. Thread-safe.
 */
final class OwnLinks {
  private final Transitions transitions;
  private final Log log;
  private InetAddress bindAddress;
  private int bindPort;
  private List<Links.Planned> planned = List.of();
  private List<HostSpec> fixedHosts = List.of(); // what the stack says, whatever links become
  private List<HostSpec> wantedHosts = List.of();
  private Map<String, Link> open = Map.of(); // as planned, once there are sockets
  private Links.Means means; // null while there are none
  private Link first; // whose address, as the others see it, is the canonical one
  private volatile IpAddress canonical;
  private Address local;
  private LinkHub hub; // null while the channel is not connected
  private int version;

  OwnLinks(Transitions transitions, Log log) {
    this.transitions = transitions;
    this.log = log;
  }

  /**
   * Takes the configuration.
   *
   * @param wanted the links, and hosts that change with them
   * @param peers hosts that do not, as in the property {@code hosts}
   * @param defaultAddress for links that name no interface
   * @param defaultPort for links that name no port
   * @throws IllegalArgumentException when it is wrong
   */
  synchronized void configure(
      LinkSource.Wanted wanted, String peers, InetAddress defaultAddress, int defaultPort) {
    bindAddress = defaultAddress;
    bindPort = defaultPort;
    planned = Links.plan(LinkSpec.parse(wanted.links()), defaultAddress, defaultPort);
    fixedHosts = HostSpec.parse(peers, Links.defaultPorts(planned));
    wantedHosts = HostSpec.parse(wanted.hosts(), Links.defaultPorts(planned));
  }

  /** Returns the local address of the first link that has one. */
  synchronized InetAddress firstAddress() {
    return planned.stream()
        .filter(plan -> plan.spec().protocol().carriesMessages())
        .findFirst()
        .orElseThrow() // there is one, else the configuration was refused
        .local()
        .address();
  }

  /**
   * Opens all, or none.
   *
   * @param externalAddress the first link's address as the others see it; {@code null}: as it is
   * @param externalPort its port as the others see it; 0: as it is
   */
  synchronized void open(Links.Means openWith, InetAddress externalAddress, int externalPort)
      throws IOException {
    Map<String, Link> opened = new LinkedHashMap<>();
    Links.open(planned, openWith).forEach(link -> opened.put(link.name(), link));
    open = opened;
    means = openWith;
    Links.samePaths(planned).forEach(log::warn);
    first = opened.values().stream().filter(Link::carriesMessages).findFirst().orElseThrow();
    InetSocketAddress address = first.address();
    canonical =
        new IpAddress(
            externalAddress == null ? address.getAddress() : externalAddress,
            externalPort > 0 ? externalPort : address.getPort());
  }

  /**
   * Returns the address by which the stacks know this node; it stays whatever links come and go.
   */
  IpAddress canonical() {
    return canonical;
  }

  synchronized void close() {
    open.values().forEach(Link::close);
    open = Map.of();
    means = null;
  }

  /** Makes what works on the links, and tells it of their changes until it is disconnected. */
  synchronized void connect(Address member, Function<Own, LinkHub> create) {
    local = member;
    hub = create.apply(own());
  }

  synchronized void disconnect() {
    hub = null;
  }

  /**
   * Adds a link.
   *
   * @param text {@code NAME=PROTOCOL[:INTERFACE[:PORT]][@PRIORITY]}
   * @throws IllegalArgumentException when it does not fit
   * @throws IOException when it cannot be opened; then nothing has changed
   */
  synchronized void add(String text) throws IOException {
    LinkSpec spec = LinkSpec.parseOne(text, Math.max(LinkSpec.MAX_LINKS - planned.size(), 0));
    if (planned.stream().anyMatch(plan -> plan.name().equals(spec.name()))) {
      throw new IllegalArgumentException(
          "link '%s' is there already: give the new one another name, or remove that one first"
              .formatted(spec.name()));
    }
    if (planned.size() >= LinkSpec.MAX_LINKS) {
      throw new IllegalArgumentException(
          "link '%s' would be one more than %d: remove another first"
              .formatted(spec.name(), LinkSpec.MAX_LINKS));
    }
    Links.Planned plan = Links.plan(spec, planned, bindAddress, bindPort);
    Link opened = means == null ? null : Links.open(plan, means);
    List<Links.Planned> then = new ArrayList<>(planned);
    then.add(plan);
    planned = then;
    Links.samePaths(planned).stream()
        .filter(warning -> warning.contains("'" + spec.name() + "'"))
        .forEach(log::warn);
    if (opened != null) {
      open.put(spec.name(), opened);
    }
    if (hub != null) {
      version++;
      hub.add(opened, own());
    }
    log.info("link '%s' is added", text);
    transitions.tell(listener -> listener.linkAdded(spec.name()));
  }

  /**
   * Removes a link; returns when the peers have been told and it is closed.
   *
   * @throws IllegalArgumentException when there is none of this name
   * @throws IllegalStateException when it is the last one, or the only one that reaches a living
   *     peer now
   */
  synchronized void remove(String name) {
    Links.Planned plan = planned(name);
    List<Links.Planned> then = new ArrayList<>(planned);
    then.remove(plan);
    if (then.stream().noneMatch(other -> other.spec().protocol().carriesMessages())) {
      throw new IllegalStateException(
          "link '%s' stays: it is the last one that carries messages; add another first"
              .formatted(name));
    }
    Link link = open.get(name);
    if (hub != null) {
      hub.requireOthersThan(link);
    }
    planned = then;
    if (link != null) {
      open.remove(name);
    }
    if (hub != null) {
      version++;
      hub.remove(link, own());
    }
    if (link != null) {
      link.close();
    }
    transitions.tell(listener -> listener.linkRemoved(name));
  }

  /**
   * Changes a priority.
   *
   * @throws IllegalArgumentException when there is no such link, or the priority is out of bounds
   */
  synchronized void prioritise(String name, int priority) {
    if (priority < 0 || priority > LinkSpec.MAX_PRIORITY) {
      throw new IllegalArgumentException(
          "priority is %d: it must be between 0 and %d".formatted(priority, LinkSpec.MAX_PRIORITY));
    }
    Links.Planned plan = planned(name);
    int before = plan.spec().priority();
    List<Links.Planned> then = new ArrayList<>(planned);
    then.set(planned.indexOf(plan), plan.prioritised(priority));
    planned = then;
    Link link = open.get(name);
    if (link != null) {
      link.priority(priority);
    }
    if (before != priority) {
      transitions.tell(listener -> listener.linkPriorityChanged(name, before, priority));
    }
  }

  /**
   * Adds, removes and changes links until they are these, and looks for these hosts. What is new
   * comes before what is old goes.
   *
   * @throws IllegalArgumentException when one does not fit
   * @throws IllegalStateException when one that would go has to stay
   * @throws IOException when one cannot be opened; what was done until then stays
   */
  synchronized void become(LinkSource.Wanted then) throws IOException {
    List<LinkSpec> wanted = LinkSpec.parse(then.links());
    for (LinkSpec spec : wanted) {
      Optional<LinkSpec> known = known(spec.name());
      if (known.isEmpty()) {
        add(spec.text());
      } else if (!known.get().samePath(spec)) {
        remove(spec.name());
        add(spec.text());
      } else if (spec.protocol().carriesMessages()) {
        prioritise(spec.name(), spec.priority());
      }
    }
    for (Links.Planned plan : List.copyOf(planned)) {
      if (wanted.stream().noneMatch(spec -> spec.name().equals(plan.name()))) {
        remove(plan.name());
      }
    }
    lookFor(HostSpec.parse(then.hosts(), Links.defaultPorts(planned)));
  }

  private void lookFor(List<HostSpec> hosts) {
    boolean changed = !hosts.equals(wantedHosts);
    wantedHosts = hosts;
    if (changed && hub != null) {
      hub.greet(own());
    }
  }

  private Optional<LinkSpec> known(String name) {
    return planned.stream().map(Links.Planned::spec).filter(s -> s.name().equals(name)).findFirst();
  }

  private Links.Planned planned(String name) {
    return planned.stream()
        .filter(plan -> plan.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no link '%s': the links are %s"
                        .formatted(name, planned.stream().map(Links.Planned::name).toList())));
  }

  private Own own() {
    // A stranger is spoken to over the first: it must be one that carries.
    List<Link> links =
        open.values().stream()
            .sorted(Comparator.comparing(link -> !link.carriesMessages()))
            .toList();
    List<LinkAddress> addresses = new ArrayList<>();
    for (Link link : links) {
      InetSocketAddress seen = link == first ? Addresses.of(canonical) : link.address();
      addresses.add(new LinkAddress(link.id(), link.protocol(), seen));
    }
    List<HostSpec> hosts = new ArrayList<>(fixedHosts);
    hosts.addAll(wantedHosts);
    return new Own(
        links, Links.hosts(hosts, links), OwnHello.of(local, canonical, version, addresses));
  }
}
