package org.batonha.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.batonha.transport.link.DropCounters;
import org.batonha.transport.link.Host;
import org.batonha.transport.link.HostSpec;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.LinkSpec;
import org.batonha.transport.link.Links;
import org.batonha.transport.link.Settings;
import org.batonha.transport.link.Threads;
import org.batonha.transport.wire.Keyring;
import org.batonha.transport.wire.Opener;
import org.batonha.transport.wire.Wire;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.PhysicalAddress;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.ManagedOperation;
import org.jgroups.annotations.Property;
import org.jgroups.stack.IpAddress;

/**
 * A JGroups transport over several redundant links: by its {@link LinkMode mode}, messages go over
 * the best link, over all, or over all in turn, and come to the stack once. It needs no failure
 * detection above it: it suspects a member when all links to it are silent, and at once when its
 * process is dead.
 *
 * <p>A node is known to JGroups by one plain {@link IpAddress}, the first link's; where it is on
 * the other links is the transport's own knowledge. Links, snapshots and listeners may be used from
 * any thread.
 */
@MBean(description = "Transport over several redundant links")
public class REDUNDANT extends RedundantProperties {
  static final int MAX_BUNDLE = 65_000;
  private static final long HOSTS_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DropCounters drops = new DropCounters();
  private final Transitions transitions = new Transitions(log);
  private final LastWords lastWords = new LastWords(log);
  private final Stack above = new Above();
  private UnaryOperator<Link> decorator = UnaryOperator.identity();
  private Settings settings;
  private List<Links.Planned> planned = List.of();
  private List<HostSpec> hosts = List.of();
  private volatile LinkMode linkMode =
      LinkMode.PASSIVE; // not "mode": JGroups would write the field
  private volatile Keyring keys = Keyring.NONE;
  private volatile List<Link> links = List.of();
  private volatile LinkHub hub;
  private volatile IpAddress canonical;

  /** Puts something between the transport and each of its links, before it starts. */
  void decorateLinks(UnaryOperator<Link> decorator) {
    this.decorator = decorator;
  }

  /**
   * Sets the key that all nodes of the cluster share. Each frame, heartbeats included, is then
   * encrypted and authenticated (AES-GCM), and what is not is dropped. While the channel is
   * connected it takes effect at once, and so a key can be changed without stopping the cluster: on
   * every node {@code OLD,NEW}, then on every node {@code NEW,OLD}, then {@code NEW}.
   *
   * @param key at least {@value Keyring#MIN_CHARACTERS} characters, no comma; two keys separated by
   *     a comma are both accepted and the first is sent with; empty: no key
   * @throws IllegalArgumentException when it is none of that
   */
  @Property(
      name = "key",
      description =
          "Key shared by all nodes, at least 16 characters; two separated by a comma are both"
              + " accepted, the first is used to send",
      exposeAsManagedAttribute = false)
  public void setKey(String key) {
    Keyring changed = Keyring.parse(key);
    LinkHub connected = hub;
    if (connected != null && changed.isEmpty() != keys.isEmpty()) {
      throw new IllegalArgumentException(
          "key: a connected channel can change its key, but neither get its first nor lose its last"
              + " one: reconnect it");
    }
    keys = changed;
    if (connected != null) {
      connected.keys(changed);
    }
  }

  /** Returns the mode: {@code passive}, {@code active} or {@code round-robin}. */
  @ManagedAttribute(description = "Which links carry messages", writable = true)
  public String getMode() {
    return linkMode.word();
  }

  /**
   * Changes the mode, at once.
   *
   * @param word {@code passive}, {@code active} or {@code round-robin}
   * @throws IllegalArgumentException when it is none of these
   */
  public void setMode(String word) {
    linkMode = LinkMode.of(word);
    LinkHub connected = hub;
    if (connected != null) {
      connected.mode(linkMode);
    }
  }

  /**
   * Changes the priority of a link, at once; until the channel is opened anew.
   *
   * @param link the link's name
   * @param priority 0 to {@value LinkSpec#MAX_PRIORITY}; in passive mode the highest carries
   * @throws IllegalArgumentException when there is no such link, or the priority is out of its
   *     bounds
   */
  @ManagedOperation(description = "Changes the priority of a link, 0 to 255; the highest carries")
  public void changePriority(String link, int priority) {
    if (priority < 0 || priority > LinkSpec.MAX_PRIORITY) {
      throw new IllegalArgumentException(
          "priority is %d: it must be between 0 and %d".formatted(priority, LinkSpec.MAX_PRIORITY));
    }
    links.stream()
        .filter(candidate -> candidate.name().equals(link))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no link '%s': the links are %s"
                        .formatted(link, links.stream().map(Link::name).toList())))
        .priority(priority);
  }

  @Override
  public boolean supportsMulticasting() {
    return true; // sendToAll() reaches whom the stack does not know yet, on any kind of link
  }

  @Override
  public void init() throws Exception {
    settings = settings();
    linkMode = LinkMode.of(modeText);
    planned = Links.plan(LinkSpec.parse(linksText), bind_addr, bind_port);
    hosts = HostSpec.parse(hostsText, Links.defaultPorts(planned));
    bind_addr = planned.get(0).local().address();
    super.init();
  }

  @Override
  public void destroy() {
    if (bundler
        != null) { // else init() refused the configuration, and its message must get through
      super.destroy();
    }
  }

  @Override
  public void start() throws Exception {
    if (bundler.getMaxSize() > MAX_BUNDLE) {
      throw new IllegalArgumentException(
          "bundler.max_size is %d bytes: it must be at most %d, for a bundle to fit into one datagram"
              .formatted(bundler.getMaxSize(), MAX_BUNDLE));
    }
    links =
        Links.open(
            planned,
            new Links.Means(
                settings,
                getSocketFactory(),
                new Threads(getThreadFactory()),
                drops,
                log,
                decorator));
    for (String warning : Links.samePaths(planned)) {
      log.warn(warning);
    }
    canonical = canonicalAddress(links.get(0).address());
    try {
      super.start();
    } catch (Exception e) {
      closeLinks();
      throw e;
    }
  }

  private IpAddress canonicalAddress(InetSocketAddress first) {
    InetAddress address = external_addr == null ? first.getAddress() : external_addr;
    return new IpAddress(address, external_port > 0 ? external_port : first.getPort());
  }

  @Override
  public void stop() {
    super.stop();
    closeLinks();
  }

  private void closeLinks() {
    links.forEach(Link::close);
    links = List.of();
  }

  @Override
  protected void handleConnect() throws Exception {
    super.handleConnect();
    List<Link> opened = links;
    List<Host> peers = Links.hosts(hosts, opened);
    // Unpredictable: that a peer names it is the proof that the peer is no recording.
    Wire wire = new Wire(Wire.hash(cluster_name.toString()), new SecureRandom().nextLong(), keys);
    if (keys.isEmpty()) {
      log.warn(
          "NO KEY IS SET: the links of cluster '%s' are neither encrypted nor authenticated, and"
              + " anybody on their networks can join it, forge messages and declare members dead: set"
              + " the transport's property 'key'",
          cluster_name);
    }
    LinkHub connected =
        new LinkHub(
            wire,
            new Opener(keys),
            OwnHello.of(local_addr, canonical, opened),
            opened,
            peers,
            settings,
            linkMode,
            above,
            transitions,
            lastWords,
            drops,
            new Threads(getThreadFactory()),
            log);
    hub = connected;
    connected.start(Math.min(HOSTS_PATIENCE_NANOS, 2 * settings.windowNanos()));
  }

  @Override
  protected void handleDisconnect() {
    LinkHub connected = hub;
    hub = null;
    if (connected != null) {
      connected.stop();
    }
    super.handleDisconnect();
  }

  @Override
  public void sendUnicast(PhysicalAddress dest, byte[] data, int offset, int length)
      throws Exception {
    LinkHub connected = hub;
    if (connected != null) {
      connected.send((IpAddress) dest, data, offset, length);
    }
  }

  @Override
  protected void sendToAll(byte[] buf, int offset, int length) throws Exception {
    LinkHub connected = hub;
    if (connected != null) {
      connected.sendToAll(buf, offset, length);
    }
  }

  @Override
  protected PhysicalAddress getPhysicalAddress() {
    return canonical;
  }

  /**
   * Returns what each link knows of each peer now, in the order of the configuration; empty while
   * the channel is not connected.
   */
  public List<LinkSnapshot> linkSnapshots() {
    LinkHub connected = hub;
    return connected == null ? List.of() : connected.snapshots();
  }

  /** Adds a listener; it is told of changes from now on. */
  public void addLinkListener(LinkListener listener) {
    transitions.add(listener);
  }

  /** Removes a listener. */
  public void removeLinkListener(LinkListener listener) {
    transitions.remove(listener);
  }

  /** Returns what a process that outlives this one says for it, and what comes of its like. */
  public LastWords lastWords() {
    return lastWords;
  }

  /** Returns the states of all links, one line per link and peer. */
  @Override
  @ManagedOperation(description = "Shows each link's state to each peer")
  public String getInfo() {
    return linkSnapshots().stream()
        .flatMap(
            link ->
                link.peers().stream()
                    .map(
                        peer ->
                            "%s %s %s: %s"
                                .formatted(link.name(), link.protocol(), link.address(), peer)))
        .collect(Collectors.joining("\n"));
  }

  /** Returns how many frames were dropped, by cause. */
  @ManagedAttribute(description = "Frames that were dropped, by cause")
  public String getDroppedFrames() {
    return drops.toString();
  }

  /** Returns how many suspicions were raised since the channel connected. */
  @ManagedAttribute(description = "Suspicions raised since the channel connected")
  public long getNumSuspicions() {
    LinkHub connected = hub;
    return connected == null ? 0 : connected.suspected();
  }

  @Override
  public void resetStats() {
    super.resetStats();
    drops.reset();
  }

  /** What the links see of the stack. */
  private final class Above implements Stack {
    @Override
    public void deliver(IpAddress sender, byte[] buffer, int offset, int length) {
      receive(sender, buffer, offset, length);
    }

    @Override
    public void suspect(List<Address> suspects) {
      up_prot.up(new Event(Event.SUSPECT, suspects));
    }

    @Override
    public void unsuspect(Address member) {
      up_prot.up(new Event(Event.UNSUSPECT, member));
    }

    @Override
    public Set<Address> others() {
      return members.stream()
          .filter(member -> !member.equals(local_addr))
          .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public IpAddress physical(Address member) {
      return getPhysicalAddressFromCache(member) instanceof IpAddress address ? address : null;
    }
  }
}
