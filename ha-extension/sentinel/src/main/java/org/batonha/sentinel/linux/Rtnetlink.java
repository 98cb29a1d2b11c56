package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.batonha.sentinel.keeper.Neighbour;

/**
 * Devices, addresses and their local routes on this host (rtnetlink(7)). Not safe for use by
 * several threads.
 */
final class Rtnetlink {
  static final int NEWLINK = 16;
  static final int DELLINK = 17;
  static final int DELADDR = 21;

  private static final int GETLINK = 18;
  private static final int NEWADDR = 20;
  private static final int GETADDR = 22;
  private static final int DELROUTE = 25;
  private static final int GETROUTE = 26;
  private static final int TYPE_AT = 7; // rtmsg
  private static final int NEWNEIGH = 28;
  private static final int GETNEIGH = 30;
  private static final int NEIGHBOUR_PART = 12;
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;
  private static final int NTF_USE = 0x01;

  /** Reachable, stale, to be probed, being probed, permanent: whose hardware address is known. */
  private static final int NUD_KNOWN = 0x02 | 0x04 | 0x08 | 0x10 | 0x80;

  private static final int SETLINK = 19;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_LINK = 5;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_MACVLAN_MODE = 1;
  private static final int PRIVATE = 1;
  private static final int IFLA_INET_CONF = 1;
  private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  private static final byte ADDR_GEN_NONE = 1; // no link-local one; a router's prefix counts
  private static final int IFF_UP = 1;

  /** IPV4_DEVCONF_ of the kernel's ip.h. */
  private static final int RP_FILTER = 8;

  private static final int ARP_ANNOUNCE = 18;
  private static final int ARP_IGNORE = 19;
  private static final int IFA_F_NODAD = 0x02;
  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int TABLE_LOCAL = 255;
  private static final int SCOPE_ANY = 255;
  private static final int TYPE_LOCAL = 2;
  private static final int NO_SUCH_LINK = Integer.MAX_VALUE;

  private final NetlinkSocket socket;

  /**
   * Opens a socket to the kernel.
   *
   * @throws LastErrorException if there is none to be had
   */
  Rtnetlink() {
    socket = new NetlinkSocket(NetlinkSocket.ROUTE, 0);
  }

  /** Returns the port under which notifications name what was done here. */
  int port() {
    return socket.port();
  }

  /**
   * Tries to remove an address from a device that does not exist: the kernel looks at the rights
   * first, so this tells whether addresses may be changed, in this very namespace, and changes
   * none.
   */
  boolean mayChangeAddresses() throws NetlinkException {
    try {
      remove(NO_SUCH_LINK, InetAddress.getLoopbackAddress(), 32);
      return true;
    } catch (NetlinkException e) {
      if (e.errno() == Libc.EPERM || e.errno() == Libc.EACCES) {
        return false;
      }
      if (e.errno() == Libc.ENODEV || e.errno() == Libc.EADDRNOTAVAIL) {
        return true;
      }
      throw e;
    }
  }

  Optional<Link> link(String name) throws NetlinkException {
    byte[] zeroTerminated = (name + "\0").getBytes(StandardCharsets.UTF_8);
    NetlinkMessage request =
        NetlinkMessage.of(GETLINK, NetlinkMessage.REQUEST | NetlinkMessage.ACK, 64);
    putLinkHeader(request).attribute(IFLA_IFNAME, zeroTerminated);
    try {
      return socket.ask(request).stream().map(Link::of).findFirst();
    } catch (NetlinkException e) {
      if (e.errno() == Libc.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  List<Link> links() throws NetlinkException {
    NetlinkMessage request =
        NetlinkMessage.of(GETLINK, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, 16);
    return socket.ask(putLinkHeader(request)).stream().map(Link::of).toList();
  }

  List<HostAddress> addresses() throws NetlinkException {
    NetlinkMessage request =
        NetlinkMessage.of(GETADDR, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, 8)
            .put32(0)
            .put32(0);
    return socket.ask(request).stream().map(HostAddress::of).toList();
  }

  /** Returns the neighbours of one device that have a hardware address, of both families. */
  List<Neighbour> neighbours(int linkIndex) throws NetlinkException {
    NetlinkMessage request =
        NetlinkMessage.of(GETNEIGH, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, NEIGHBOUR_PART);
    putNeighbourHeader(request, 0, 0, 0);
    return socket.ask(request).stream()
        .filter(message -> message.get32(4) == linkIndex)
        .filter(message -> (message.get16(8) & NUD_KNOWN) != 0)
        .flatMap(message -> neighbour(message).stream())
        .toList();
  }

  private static Optional<Neighbour> neighbour(NetlinkMessage message) {
    Optional<byte[]> ip = message.attribute(NEIGHBOUR_PART, NDA_DST);
    Optional<byte[]> mac =
        message.attribute(NEIGHBOUR_PART, NDA_LLADDR).filter(bytes -> bytes.length == 6);
    if (ip.isEmpty() || mac.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Neighbour(InetAddress.getByAddress(ip.get()), Mac.text(mac.get())));
    } catch (UnknownHostException e) {
      return Optional.empty(); // of a family that is not IP
    }
  }

  /** Makes the kernel look for a neighbour, or see whether it is there still. */
  void lookUp(int linkIndex, InetAddress ip) throws NetlinkException {
    int flags =
        NetlinkMessage.REQUEST
            | NetlinkMessage.ACK
            | NetlinkMessage.CREATE
            | NetlinkMessage.REPLACE;
    NetlinkMessage request = NetlinkMessage.of(NEWNEIGH, flags, NEIGHBOUR_PART + 20);
    int family = ip instanceof Inet6Address ? Libc.AF_INET6 : Libc.AF_INET;
    socket.ask(
        putNeighbourHeader(request, family, linkIndex, NTF_USE)
            .attribute(NDA_DST, ip.getAddress()));
  }

  private static NetlinkMessage putNeighbourHeader(
      NetlinkMessage message, int family, int linkIndex, int flags) {
    return message
        .put8(family)
        .put8(0)
        .put16(0)
        .put32(linkIndex)
        .put16(0) // the state is the kernel's to find out
        .put8(flags)
        .put8(0);
  }

  /** Adds an address with a lifetime; {@link Libc#EEXIST} if it is there. */
  void add(int linkIndex, InetAddress ip, int prefixLength, Duration lifetime)
      throws NetlinkException {
    int flags = NetlinkMessage.CREATE | NetlinkMessage.EXCL;
    socket.ask(newAddress(flags, linkIndex, ip, prefixLength, lifetime));
  }

  /** Starts the lifetime again; adds the address if it is not there. */
  void prolong(int linkIndex, InetAddress ip, int prefixLength, Duration lifetime)
      throws NetlinkException {
    int flags = NetlinkMessage.CREATE | NetlinkMessage.REPLACE;
    socket.ask(newAddress(flags, linkIndex, ip, prefixLength, lifetime));
  }

  /** Removes an address; {@link Libc#EADDRNOTAVAIL} if it is not there. */
  void remove(int linkIndex, InetAddress ip, int prefixLength) throws NetlinkException {
    socket.ask(address(DELADDR, 0, 0, linkIndex, ip, prefixLength));
  }

  /**
   * Deletes the route by which what comes in for an address is delivered here; {@link Libc#ESRCH}
   * if it is not there. The address stays, so this host can still send from it. {@link #prolong}
   * does not put the route back, unless the address was gone.
   */
  void removeLocalRoute(int linkIndex, InetAddress ip) throws NetlinkException {
    socket.ask(route(DELROUTE, TABLE_LOCAL, SCOPE_ANY, TYPE_LOCAL, linkIndex, ip));
  }

  /** Returns whether what comes in for an address is delivered here. */
  boolean isLocal(int linkIndex, InetAddress ip) throws NetlinkException {
    try {
      return socket.ask(route(GETROUTE, 0, 0, 0, linkIndex, ip)).stream()
          .anyMatch(answer -> answer.get8(TYPE_AT) == TYPE_LOCAL);
    } catch (NetlinkException e) {
      if (e.errno() == Libc.ENETUNREACH || e.errno() == Libc.EHOSTUNREACH) {
        return false;
      }
      throw e;
    }
  }

  private static NetlinkMessage route(
      int request, int table, int scope, int type, int linkIndex, InetAddress ip) {
    byte[] destination = ip.getAddress();
    return NetlinkMessage.of(request, NetlinkMessage.REQUEST | NetlinkMessage.ACK, 48)
        .put8(ip instanceof Inet6Address ? Libc.AF_INET6 : Libc.AF_INET)
        .put8(destination.length * Byte.SIZE)
        .put8(0) // no source prefix
        .put8(0) // any type of service
        .put8(table)
        .put8(0) // whoever made it
        .put8(scope)
        .put8(type)
        .put32(0)
        .attribute(RTA_DST, destination)
        .attribute(RTA_OIF, u32(linkIndex));
  }

  /** A change that may fail. */
  private interface Change {
    void make() throws NetlinkException;
  }

  /**
   * Does all that is done to an address, but on a device that does not exist: that changes nothing,
   * and loads the code.
   */
  void rehearse(InetAddress ip, Duration lifetime) throws NetlinkException {
    int prefix = ip.getAddress().length * Byte.SIZE;
    List<Change> changes =
        List.of(
            () -> add(NO_SUCH_LINK, ip, prefix, lifetime),
            () -> isLocal(NO_SUCH_LINK, ip),
            () -> prolong(NO_SUCH_LINK, ip, prefix, lifetime),
            () -> removeLocalRoute(NO_SUCH_LINK, ip),
            () -> remove(NO_SUCH_LINK, ip, prefix));
    for (Change change : changes) {
      try {
        change.make();
      } catch (NetlinkException e) {
        if (e.errno() != Libc.ESRCH
            && e.errno() != Libc.ENODEV
            && e.errno() != Libc.EADDRNOTAVAIL) {
          throw e;
        }
      }
    }
  }

  /**
   * Makes a macvlan device and sets it up, so that it alone answers for the addresses on it: it
   * answers for no others (arp_ignore), nor does the one below for these; and that one does not ask
   * as one of them (arp_announce), which would tell the network its own hardware address. No IPv6
   * link-local address makes itself on it: another host's device of the same hardware address has
   * the same. Nor does one of a router's prefix, if /proc/sys can be written.
   */
  void addMacvlan(String name, int parentIndex, byte[] mac) throws NetlinkException {
    NetlinkMessage request =
        NetlinkMessage.of(
            NEWLINK,
            NetlinkMessage.REQUEST
                | NetlinkMessage.ACK
                | NetlinkMessage.CREATE
                | NetlinkMessage.EXCL,
            160);
    byte[] data = NetlinkMessage.attributes().attribute(IFLA_MACVLAN_MODE, u32(PRIVATE)).body();
    socket.ask(
        putLinkHeader(request)
            .attribute(IFLA_IFNAME, (name + "\0").getBytes(StandardCharsets.UTF_8))
            .attribute(IFLA_ADDRESS, mac)
            .attribute(IFLA_LINK, u32(parentIndex))
            .attribute(
                IFLA_LINKINFO,
                NetlinkMessage.attributes()
                    .attribute(IFLA_INFO_KIND, "macvlan".getBytes(StandardCharsets.UTF_8))
                    .attribute(IFLA_INFO_DATA, data)
                    .body()));
    Link made = link(name).orElseThrow(() -> new NetlinkException(Libc.ENODEV));
    try {
      setUpMacvlan(made, parentIndex);
    } catch (NetlinkException e) {
      try {
        removeLink(made.index());
      } catch (NetlinkException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private void setUpMacvlan(Link made, int parentIndex) throws NetlinkException {
    Map<Integer, Integer> options = Map.of(ARP_IGNORE, 1, RP_FILTER, 2);
    try {
      configure(made.index(), 0, options, true);
    } catch (NetlinkException e) {
      if (e.errno() != Libc.EAFNOSUPPORT) {
        throw e;
      }
      configure(made.index(), 0, options, false); // there is no IPv6 here: ipv6.disable=1
    }
    ignoreRouters(made.name());
    configure(made.index(), IFF_UP, Map.of(), false);
    configure(parentIndex, 0, Map.of(ARP_IGNORE, 1, ARP_ANNOUNCE, 2), false);
  }

  /** Netlink has no word for it; where /proc/sys can not be written it stays as it is. */
  private static void ignoreRouters(String device) {
    try {
      Files.writeString(
          Path.of("/proc/sys/net/ipv6/conf", device, "accept_ra"), "0", StandardOpenOption.WRITE);
    } catch (IOException e) {
      // A router of the network may give the device one more address, of its own prefix.
    }
  }

  /** Sets a device up, or its IPv4 options (as in /proc/sys/net/ipv4/conf), or its IPv6 mode. */
  private void configure(
      int linkIndex, int flags, Map<Integer, Integer> ipv4, boolean withoutIpv6Addresses)
      throws NetlinkException {
    NetlinkMessage request =
        NetlinkMessage.of(SETLINK, NetlinkMessage.REQUEST | NetlinkMessage.ACK, 128)
            .put32(0)
            .put32(linkIndex)
            .put32(flags)
            .put32(flags);
    NetlinkMessage options = NetlinkMessage.attributes();
    ipv4.forEach((option, value) -> options.attribute(option, u32(value)));
    NetlinkMessage families = NetlinkMessage.attributes();
    if (!ipv4.isEmpty()) {
      families.attribute(
          Libc.AF_INET,
          NetlinkMessage.attributes().attribute(IFLA_INET_CONF, options.body()).body());
    }
    if (withoutIpv6Addresses) {
      families.attribute(
          Libc.AF_INET6,
          NetlinkMessage.attributes()
              .attribute(IFLA_INET6_ADDR_GEN_MODE, new byte[] {ADDR_GEN_NONE})
              .body());
    }
    if (families.body().length > 0) {
      request.attribute(IFLA_AF_SPEC, families.body());
    }
    socket.ask(request);
  }

  /** Removes a device. */
  void removeLink(int linkIndex) throws NetlinkException {
    socket.ask(
        NetlinkMessage.of(DELLINK, NetlinkMessage.REQUEST | NetlinkMessage.ACK, 16)
            .put32(0)
            .put32(linkIndex)
            .put32(0)
            .put32(0));
  }

  private static byte[] u32(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static NetlinkMessage newAddress(
      int flags, int linkIndex, InetAddress ip, int prefixLength, Duration lifetime) {
    // IPv6: no duplicate address detection by the kernel, whose second comes too late for a
    // takeover; the keeper's own probes are that detection.
    int nodad = ip instanceof Inet6Address ? IFA_F_NODAD : 0;
    int seconds = (int) lifetime.toSeconds();
    byte[] cacheInfo =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putInt(seconds) // preferred
            .putInt(seconds) // valid
            .array();
    return address(NEWADDR, flags, nodad, linkIndex, ip, prefixLength)
        .attribute(HostAddress.IFA_CACHEINFO, cacheInfo);
  }

  private static NetlinkMessage address(
      int type, int flags, int addressFlags, int linkIndex, InetAddress ip, int prefixLength) {
    boolean ipv6 = ip instanceof Inet6Address;
    return NetlinkMessage.of(type, NetlinkMessage.REQUEST | NetlinkMessage.ACK | flags, 96)
        .put8(ipv6 ? Libc.AF_INET6 : Libc.AF_INET)
        .put8(prefixLength)
        .put8(addressFlags)
        .put8(0) // scope: universe
        .put32(linkIndex)
        .attribute(HostAddress.IFA_LOCAL, ip.getAddress())
        .attribute(HostAddress.IFA_ADDRESS, ip.getAddress());
  }

  private static NetlinkMessage putLinkHeader(NetlinkMessage message) {
    return message.put32(0).put32(0).put32(0).put32(0);
  }
}
