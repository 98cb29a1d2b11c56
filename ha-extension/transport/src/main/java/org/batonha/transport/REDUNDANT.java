package org.batonha.transport;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Links;
import org.batonha.transport.link.Settings;
import org.batonha.transport.link.Threads;
import org.batonha.transport.link.WordPorts;
import org.batonha.transport.wire.Keyring;
import org.batonha.transport.wire.Opener;
import org.batonha.transport.wire.Wire;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.PhysicalAddress;
import org.jgroups.annotations.MBean;
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
public class REDUNDANT extends RedundantControls {
  static final int MAX_BUNDLE = 65_000;
  private static final Duration PATIENCE = Duration.ofSeconds(LinkSource.PATIENCE_SECONDS);
  private static final long HOSTS_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Stack above = new Above();
  private UnaryOperator<Link> decorator = UnaryOperator.identity();
  private Settings settings;
  private LinkSource source; // null: the links are written in the stack

  /** Puts something between the transport and each of its links, before it starts. */
  void decorateLinks(UnaryOperator<Link> decorator) {
    this.decorator = decorator;
  }

  @Override
  public boolean supportsMulticasting() {
    return true; // sendToAll() reaches whom the stack does not know yet, on any kind of link
  }

  @Override
  public void init() throws Exception {
    settings = settings();
    linkMode = LinkMode.of(modeText);
    configureLinks();
    if (keySource != null) {
      keys = Keyring.parse(keySource.key(PATIENCE));
    }
    bind_addr = links.firstAddress();
    super.init();
  }

  private void configureLinks() throws InterruptedException {
    String text = linksText.strip();
    if (text.startsWith(LinkSource.SIGN)) {
      source = LinkSource.named(text.substring(LinkSource.SIGN.length()));
      source.follow(
          links, PATIENCE, wanted -> links.configure(wanted, hostsText, bind_addr, bind_port));
    } else {
      links.configure(new LinkSource.Wanted(text), hostsText, bind_addr, bind_port);
    }
  }

  @Override
  public void destroy() {
    if (source != null) {
      source.leave(links);
    }
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
    Threads threads = new Threads(getThreadFactory(), log);
    links.open(
        new Links.Means(
            settings, getSocketFactory(), threads, drops, log, decorator, new WordPorts()),
        external_addr,
        external_port);
    try {
      super.start();
    } catch (Exception e) {
      links.close();
      throw e;
    }
  }

  @Override
  public void stop() {
    end(); // what a connect has left that failed: nobody disconnects then
    super.stop();
    links.close();
  }

  @Override
  protected void handleConnect() throws Exception {
    super.handleConnect();
    // Unpredictable: that a peer names it is the proof that the peer is no recording.
    Wire wire = new Wire(Wire.hash(cluster_name.toString()), new SecureRandom().nextLong(), keys);
    if (keys.isEmpty()) {
      log.warn(
          "NO KEY IS SET: the links of cluster '%s' are neither encrypted nor authenticated, and"
              + " anybody on their networks can join it, forge messages and declare members dead: set"
              + " the transport's property 'key'",
          cluster_name);
    }
    links.connect(local_addr, own -> started(wire, own));
  }

  private LinkHub started(Wire wire, Own own) {
    LinkHub created =
        new LinkHub(
            wire,
            new Opener(keys),
            own,
            settings,
            linkMode,
            above,
            transitions,
            lastWords,
            drops,
            new Threads(getThreadFactory(), log),
            node -> judge.test(node),
            log);
    hub = created; // the stack may have to answer before this returns
    try {
      created.start(Math.min(HOSTS_PATIENCE_NANOS, 2 * settings.windowNanos()));
    } catch (RuntimeException | Error e) {
      hub = null;
      created.stop();
      throw e;
    }
    return created;
  }

  @Override
  protected void handleDisconnect() {
    end();
    super.handleDisconnect();
  }

  /** Says BYE and stops what works on the links, if anything does. */
  private void end() {
    links.disconnect();
    LinkHub connected = hub;
    hub = null;
    if (connected != null) {
      connected.stop();
    }
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
    return links.canonical();
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
