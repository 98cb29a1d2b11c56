package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.batonha.sentinel.keeper.Device;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Neighbour;
import org.batonha.sentinel.keeper.Timing;
import org.batonha.sentinel.protocol.Connection;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapNativeException;

/** This Linux host. Owned by one thread, like the state that it serves. */
public final class LinuxHost implements Host {
  /** Beyond the JVM's threshold for compilation. */
  private static final int REHEARSALS = 250;

  /** Long enough for any answer to a probe to come. */
  private static final Duration PROBED_FOR = Duration.ofSeconds(1);

  private final Rtnetlink rtnetlink;
  private final SocketDiag socketDiag;
  private final Ports ports;
  private final Redirect redirect;
  private final Log log;
  private final Devices devices;
  private final Briefly<String, Map<InetAddress, HostAddress>> somebodyElses;

  /** Those whose door was seen to shut, and that have not been opened since. */
  private final Set<InetAddress> shut = new HashSet<>();

  private LinuxHost(
      Rtnetlink rtnetlink, SocketDiag socketDiag, Ports ports, Redirect redirect, Log log) {
    this.rtnetlink = rtnetlink;
    this.socketDiag = socketDiag;
    this.ports = ports;
    this.redirect = redirect;
    this.log = log;
    this.devices = new Devices(rtnetlink);
    this.somebodyElses = new Briefly<>(all -> somebodyElses(rtnetlink.addresses()));
  }

  /**
   * Makes sure that addresses can be held here, loads and warms up what is needed for it, and
   * starts to listen.
   *
   * @throws Refusal with {@link ErrorCode#PRIVILEGE}: what is missing, and how to get it
   */
  public static Host open(News news, Log log) throws Refusal {
    String system = System.getProperty("os.name");
    if (!system.equals("Linux")) {
      throw new Refusal(ErrorCode.PRIVILEGE, "addresses are held on Linux only; this is " + system);
    }
    try {
      Rtnetlink rtnetlink = new Rtnetlink();
      if (!rtnetlink.mayChangeAddresses()) {
        throw new Refusal(
            ErrorCode.PRIVILEGE,
            "no right to change this host's addresses: run as root or with CAP_NET_ADMIN");
      }
      comeBeforeOthers(log);
      openPcap();
      SocketDiag socketDiag = new SocketDiag();
      Redirect redirect = new Redirect(log);
      LocalMacs localMacs = new LocalMacs();
      Ports ports = new Ports(news, localMacs, redirect::claimed, log);
      LinuxHost host = new LinuxHost(rtnetlink, socketDiag, ports, redirect, log);
      AddressMonitor.start(rtnetlink.port(), news);
      host.warmUp();
      return new VirtualMacs(host, rtnetlink, localMacs, host.devices::forget, log);
    } catch (LastErrorException | NetlinkException e) {
      throw new Refusal(
          ErrorCode.PRIVILEGE, "the kernel's netlink can not be used: " + e.getMessage(), e);
    } catch (UnsatisfiedLinkError e) {
      throw new Refusal(
          ErrorCode.PRIVILEGE,
          "JNA could not be loaded (is the temporary directory mounted noexec?): "
              + firstLine(e.getMessage()),
          e);
    }
  }

  /** From the start on: one that follows a killed one has to be there within 2 s. */
  private static void comeBeforeOthers(Log log) {
    Priority.raise()
        .ifPresent(
            why ->
                log.info(
                    "no real-time priority, a busy host will delay takings by milliseconds: "
                        + why));
  }

  private static void openPcap() throws Refusal {
    try {
      EthernetPort.warmUp();
    } catch (PcapNativeException | NotOpenException e) {
      throw new Refusal(
          ErrorCode.PRIVILEGE,
          "libpcap can not open a device, run as root or with CAP_NET_RAW: "
              + firstLine(e.getMessage()),
          e);
    } catch (LinkageError e) {
      throw new Refusal(
          ErrorCode.PRIVILEGE,
          "libpcap could not be loaded, install it (Debian: apt-get install libpcap0.8): "
              + firstLine(String.valueOf(e.getMessage())),
          e);
    }
  }

  /** Does everything in vain: the first time loads classes for many milliseconds. */
  private void warmUp() throws NetlinkException {
    VirtualAddress nobodys = VirtualAddress.parse("192.0.2.1/32@lo");
    List<Link> links = rtnetlink.links();
    rtnetlink.addresses();
    rtnetlink.neighbours(0);
    for (int round = 0; round < REHEARSALS; round++) {
      rtnetlink.link("lo");
      rtnetlink.rehearse(nobodys.ip(), Timing.LIFETIME);
      ClaimReader.read("lo", ArpFrames.gratuitousRequest(new byte[6], nobodys.ip()));
    }
    try {
      resetConnections(Set.of(nobodys));
      socketDiag.foresee(Set.of(nobodys.ip()));
      resetConnections(Set.of(nobodys));
    } catch (Refusal e) {
      log.warn(
          "connections can not be reset here, clients of a dead server will wait for their own"
              + " time-out: "
              + e.getMessage());
    }
    Optional<Link> loopback = rtnetlink.link("lo").filter(Link::isUp);
    if (loopback.isPresent()) {
      redirect.rehearse(loopback.get());
      try (EthernetPort port = EthernetPort.open(loopback.get(), frame -> {})) {
        port.send(ArpFrames.probe(new byte[6], nobodys.ip())); // lo has no ARP: nobody listens
      } catch (Refusal e) {
        log.info("not warmed up: " + e.getMessage());
      }
    }
    log.info("devices: " + Devices.names(links));
  }

  @Override
  public void prepare(List<VirtualAddress> addresses) throws Refusal {
    if (addresses.isEmpty()) {
      return;
    }
    for (VirtualAddress address : addresses) {
      Link link = devices.usable(address);
      refuseIfSomebodyElses(address, link);
      ports.of(link);
      redirect.prepare(link);
    }
  }

  /** Who answers must be heard before the probing is over, however busy this host is. */
  @Override
  public void probe(VirtualAddress address) throws Refusal {
    Link link = devices.usable(address);
    EthernetPort port = ports.of(link);
    port.hurry(PROBED_FOR);
    port.send(
        address.isIpv6()
            ? NeighbourFrames.probe(link.mac(), address.ip())
            : ArpFrames.probe(link.mac(), address.ip()));
  }

  @Override
  public void add(VirtualAddress address) throws Refusal {
    Link link = devices.usable(address);
    try {
      if (!addNew(link, address)) {
        // prepare() has seen it: what a dead predecessor left, to be gone within its lifetime.
        refuseIfSomebodyElses(address, link);
        remove(address); // it may have left it shut
        addNew(link, address);
      }
    } catch (NetlinkException e) {
      throw e.refusal("could not add " + address);
    }
  }

  /** Returns false if it is there already. */
  private boolean addNew(Link link, VirtualAddress address) throws NetlinkException {
    try {
      opened(address);
      rtnetlink.add(link.index(), address.ip(), address.prefixLength(), Timing.LIFETIME);
      redirect.returned(address.ip());
      return true;
    } catch (NetlinkException e) {
      if (e.errno() != Libc.EEXIST) {
        throw e;
      }
      return false;
    }
  }

  /**
   * The kernel makes an IPv6 address's local route on a thread of its own, some milliseconds later
   * when it is busy; an IPv4 address's at once.
   */
  @Override
  public boolean isDelivered(VirtualAddress address) {
    if (!address.isIpv6()) {
      return !shut.contains(address.ip());
    }
    try {
      Optional<Link> link = devices.find(address);
      return link.isPresent() && rtnetlink.isLocal(link.get().index(), address.ip());
    } catch (NetlinkException | Refusal e) {
      return true;
    }
  }

  /** Done by {@link VirtualMacs}, which stands before this. */
  @Override
  public void giveVirtualMac(VirtualAddress address) {
    throw new UnsupportedOperationException("a bare host has no virtual hardware addresses");
  }

  @Override
  public Optional<String> virtualMac(VirtualAddress address) {
    return Optional.empty();
  }

  @Override
  public void prolong(VirtualAddress address) throws Refusal {
    Link link = devices.existing(address); // it may be down for a while, and keeps its addresses
    opened(address); // it is put back with its door open, if it was gone
    try {
      rtnetlink.prolong(link.index(), address.ip(), address.prefixLength(), Timing.LIFETIME);
    } catch (NetlinkException e) {
      throw e.refusal("could not prolong " + address);
    }
    if (link.isUp()) {
      ports.of(link); // listen again, if it was down meanwhile
    }
  }

  /** Without its local route the address is in the kernel's list and nobody's destination. */
  @Override
  public void shut(VirtualAddress address) throws Refusal {
    try {
      Link link = devices.find(address).orElse(null);
      if (link != null) {
        if (redirect.left(link, address.ip())) {
          ports.hurry(link);
        }
        rtnetlink.removeLocalRoute(link.index(), address.ip());
        shut.add(address.ip());
      }
    } catch (NetlinkException e) {
      if (e.errno() != Libc.ESRCH && e.errno() != Libc.ENODEV) {
        throw e.refusal("could not shut " + address);
      }
    }
  }

  private void opened(VirtualAddress address) {
    shut.remove(address.ip());
    socketDiag.forget(address.ip());
  }

  @Override
  public void seeOff() {
    redirect.awaitEnd();
  }

  @Override
  public void remove(VirtualAddress address) throws Refusal {
    try {
      Link link = devices.find(address).orElse(null);
      opened(address); // for whoever adds it next
      if (link != null) {
        rtnetlink.remove(link.index(), address.ip(), address.prefixLength());
      }
    } catch (NetlinkException e) {
      if (e.errno() != Libc.EADDRNOTAVAIL && e.errno() != Libc.ENODEV) {
        throw e.refusal("could not remove " + address);
      }
    }
  }

  @Override
  public void announce(VirtualAddress address) throws Refusal {
    Link link = devices.usable(address);
    EthernetPort port = ports.of(link);
    if (address.isIpv6()) {
      port.send(NeighbourFrames.advertisement(link.mac(), address.ip()));
    } else {
      port.send(ArpFrames.gratuitousRequest(link.mac(), address.ip()));
      port.send(ArpFrames.gratuitousReply(link.mac(), address.ip()));
    }
  }

  /** By a reply, and by a gratuitous request, which Linux takes though it has just learned. */
  @Override
  public void announceTo(VirtualAddress address, Neighbour neighbour) throws Refusal {
    Link link = devices.usable(address);
    EthernetPort port = ports.of(link);
    byte[] mac = Mac.bytes(neighbour.mac());
    if (address.isIpv6()) {
      port.send(NeighbourFrames.advertisementTo(mac, neighbour.ip(), link.mac(), address.ip()));
    } else {
      port.send(ArpFrames.replyTo(mac, neighbour.ip(), link.mac(), address.ip()));
      port.send(ArpFrames.gratuitousRequestTo(mac, link.mac(), address.ip()));
    }
  }

  @Override
  public void ask(VirtualAddress address, InetAddress target) throws Refusal {
    Link link = devices.usable(address);
    ports
        .of(link)
        .send(
            address.isIpv6()
                ? NeighbourFrames.solicitation(link.mac(), address.ip(), target)
                : ArpFrames.request(link.mac(), address.ip(), target));
  }

  @Override
  public List<Neighbour> neighbours(String device) throws Refusal {
    try {
      Link link = rtnetlink.link(device).orElse(null);
      return link == null ? List.of() : rtnetlink.neighbours(link.index());
    } catch (NetlinkException e) {
      throw e.refusal("could not list the neighbours on " + device);
    }
  }

  @Override
  public void lookUp(Set<InetAddress> targets) throws Refusal {
    for (LookUp wanted : LookUp.of(targets, present())) {
      lookUp(wanted.linkIndex(), wanted.target());
    }
  }

  private void lookUp(int linkIndex, InetAddress target) throws Refusal {
    try {
      rtnetlink.lookUp(linkIndex, target);
    } catch (NetlinkException e) {
      throw e.refusal("could not look up " + IpLiteral.format(target));
    }
  }

  @Override
  public void foreseeReset(Collection<VirtualAddress> addresses) throws Refusal {
    try {
      socketDiag.foresee(
          addresses.stream().map(VirtualAddress::ip).filter(shut::contains).toList());
    } catch (NetlinkException e) {
      throw e.refusal("could not look for the connections to " + addresses);
    }
  }

  @Override
  public void resetConnections(Collection<VirtualAddress> addresses) throws Refusal {
    try {
      int left = socketDiag.resetConnections(addresses.stream().map(VirtualAddress::ip).toList());
      if (left > 0) {
        log.warn("%d connections to %s were left: no time".formatted(left, addresses));
      }
    } catch (NetlinkException e) {
      throw e.refusal("could not reset the connections to " + addresses);
    }
  }

  @Override
  public List<Connection> connections(Collection<VirtualAddress> addresses, int most)
      throws Refusal {
    try {
      return socketDiag.connections(addresses.stream().map(VirtualAddress::ip).toList(), most);
    } catch (NetlinkException e) {
      throw e.refusal("could not list the connections to " + addresses);
    }
  }

  @Override
  public void tickle(Connection connection) throws Refusal {
    try {
      TcpSegment.send(connection);
    } catch (LastErrorException e) {
      throw new NetlinkException(e.getErrorCode(), e).refusal("could not send on " + connection);
    }
  }

  @Override
  public void watch(Set<VirtualAddress> addresses) {
    ports.watch(addresses);
  }

  @Override
  public Optional<Device> device(String name) throws Refusal {
    try {
      return rtnetlink.link(name).map(link -> new Device(Mac.text(link.mac()), link.hasCarrier()));
    } catch (NetlinkException e) {
      throw e.refusal("could not look up device " + name);
    }
  }

  @Override
  public Set<VirtualAddress> missing(Set<VirtualAddress> addresses) throws Refusal {
    if (addresses.isEmpty()) {
      return Set.of();
    }
    Set<HostAddress> present =
        present().stream().map(HostAddress::withoutLifetime).collect(Collectors.toSet());
    Set<VirtualAddress> missing = new HashSet<>();
    for (VirtualAddress address : addresses) {
      int index = devices.find(address).map(Link::index).orElse(-1);
      HostAddress wanted = new HostAddress(index, address.ip(), address.prefixLength(), 0);
      if (!present.contains(wanted)) {
        missing.add(address);
      }
    }
    return missing;
  }

  private List<HostAddress> present() throws Refusal {
    try {
      return rtnetlink.addresses();
    } catch (NetlinkException e) {
      throw e.refusal("could not list this host's addresses");
    }
  }

  /**
   * An address that is here without our having added it belongs to an administrator, and may not
   * get a lifetime, unless it has one as short as only a sentinel gives: then a dead one left it.
   */
  private static Map<InetAddress, HostAddress> somebodyElses(List<HostAddress> present) {
    return present.stream()
        .filter(there -> there.validSeconds() > Timing.LIFETIME.toSeconds())
        .collect(Collectors.toMap(HostAddress::ip, there -> there, (one, other) -> one));
  }

  private void refuseIfSomebodyElses(VirtualAddress address, Link link) throws Refusal {
    HostAddress there;
    try {
      there = somebodyElses.get("all").get(address.ip());
    } catch (NetlinkException e) {
      throw e.refusal("could not list this host's addresses");
    }
    if (there != null) {
      String where =
          there.linkIndex() == link.index() ? link.name() : "device " + there.linkIndex();
      throw new Refusal(
          ErrorCode.ADDRESS,
          "%s is configured on this host already (%s/%d on %s), and not by Baton: remove it there"
              .formatted(
                  IpLiteral.format(address.ip()),
                  IpLiteral.format(there.ip()),
                  there.prefixLength(),
                  where));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
