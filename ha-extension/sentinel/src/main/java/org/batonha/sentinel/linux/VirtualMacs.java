package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Neighbour;
import org.batonha.sentinel.keeper.PassingHost;
import org.batonha.sentinel.keeper.Timing;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * A host whose addresses may have hardware addresses of their own: one that does is on a macvlan
 * device of its own, on top of the device that it was meant for. The hardware address is made of
 * the IP address, so it is the same on each host without their having to agree.
 */
final class VirtualMacs extends PassingHost {
  private static final String PREFIX = "bv";

  private final Map<VirtualAddress, VirtualAddress> given = new ConcurrentHashMap<>();
  private final Rtnetlink rtnetlink;
  private final LocalMacs localMacs;
  private final Runnable linksChanged;

  /**
   * Puts itself before a host, and removes devices that a dead predecessor left without the address
   * that they were made for: at once, and again when what it may have held is gone.
   *
   * @param localMacs is told which are here
   * @param linksChanged makes the host look at its devices again
   */
  VirtualMacs(Host host, Rtnetlink rtnetlink, LocalMacs localMacs, Runnable linksChanged, Log log) {
    super(host);
    this.rtnetlink = rtnetlink;
    this.localMacs = localMacs;
    this.linksChanged = linksChanged;
    removeWhatIsLeft(rtnetlink, log);
    Thread thread = new Thread(() -> removeWhatIsLeftLater(log), "left devices");
    thread.setDaemon(true);
    thread.start();
  }

  /** On a thread and a netlink socket of its own. */
  private void removeWhatIsLeftLater(Log log) {
    Priority.lower();
    long end = System.nanoTime() + 2 * Timing.LIFETIME.toNanos();
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    try {
      removeWhatIsLeft(new Rtnetlink(), log);
    } catch (LastErrorException e) { // it must not end the sentinel
      log.warn("devices of a dead predecessor are not looked for: " + e.getMessage());
    }
  }

  private void removeWhatIsLeft(Rtnetlink netlink, Log log) {
    try {
      List<HostAddress> addresses = netlink.addresses();
      for (Link link : netlink.links()) {
        boolean isOurs = link.name().matches(PREFIX + "b[ab][0-9a-f]{8}") && isVirtual(link.mac());
        if (isOurs && !isInUse(link, addresses)) {
          netlink.removeLink(link.index());
        }
      }
    } catch (NetlinkException | LastErrorException e) {
      log.warn("devices of a dead predecessor are not removed: " + e.getMessage());
    }
  }

  /** What else is on it, such as what a router gave it, is of no use without the address. */
  private boolean isInUse(Link link, List<HostAddress> addresses) {
    return given.values().stream().anyMatch(there -> there.device().equals(link.name()))
        || addresses.stream()
            .anyMatch(
                address ->
                    address.linkIndex() == link.index()
                        && Arrays.equals(macOf(address.ip()), link.mac()));
  }

  /**
   * Returns {@code 02:ba} and the IPv4 address, or {@code 02:bb} and the first four bytes of the
   * IPv6 address's SHA-256: so addresses that differ little have MACs that differ.
   */
  static byte[] macOf(InetAddress ip) {
    byte[] bytes = ip.getAddress();
    boolean ipv4 = bytes.length == 4;
    byte[] rest = ipv4 ? bytes : sha256(bytes);
    return new byte[] {2, (byte) (ipv4 ? 0xba : 0xbb), rest[0], rest[1], rest[2], rest[3]};
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  static boolean isVirtual(byte[] mac) {
    return mac.length == 6 && mac[0] == 2 && ((mac[1] & 0xff) == 0xba || (mac[1] & 0xff) == 0xbb);
  }

  /** Returns where an address is: where it was meant to be, or on its own device. */
  private VirtualAddress at(VirtualAddress address) {
    return given.getOrDefault(address, address);
  }

  @Override
  public void giveVirtualMac(VirtualAddress address) throws Refusal {
    byte[] mac = macOf(address.ip());
    String name = PREFIX + Mac.text(mac).replace(":", "").substring(2);
    refuseIfAnothers(name, address, given);
    int hostPrefix = address.ip().getAddress().length * Byte.SIZE;
    given.put(address, new VirtualAddress(address.ip(), hostPrefix, name)); // before it is there
    try {
      Link parent =
          rtnetlink.link(address.device()).orElseThrow(() -> new NetlinkException(Libc.ENODEV));
      Optional<Link> left = rtnetlink.link(name);
      if (left.isPresent()) {
        rtnetlink.removeLink(left.get().index());
      }
      rtnetlink.addMacvlan(name, parent.index(), mac);
      linksChanged.run();
    } catch (NetlinkException e) {
      given.remove(address);
      throw e.refusal("could not make a device with a hardware address for " + address);
    }
    localMacs.give(mac);
  }

  /** The device of one address is not replaced by another's, whose MAC happens to be the same. */
  static void refuseIfAnothers(
      String name, VirtualAddress address, Map<VirtualAddress, VirtualAddress> given)
      throws Refusal {
    for (Map.Entry<VirtualAddress, VirtualAddress> each : given.entrySet()) {
      if (each.getValue().device().equals(name) && !each.getKey().equals(address)) {
        throw new Refusal(
            ErrorCode.ADDRESS,
            "%s would have the same hardware address as %s, which is held: hold one without vmac"
                .formatted(address, each.getKey()));
      }
    }
  }

  private void takeBack(VirtualAddress address) throws Refusal {
    VirtualAddress there = given.remove(address);
    if (there == null) {
      return;
    }
    localMacs.takeBack(macOf(address.ip()));
    try {
      Optional<Link> link = rtnetlink.link(there.device());
      if (link.isPresent()) {
        rtnetlink.removeLink(link.get().index());
      }
      linksChanged.run();
    } catch (NetlinkException e) {
      throw e.refusal("could not remove device " + there.device());
    }
  }

  @Override
  public Optional<String> virtualMac(VirtualAddress address) {
    return given.containsKey(address)
        ? Optional.of(Mac.text(macOf(address.ip())))
        : Optional.empty();
  }

  @Override
  public void add(VirtualAddress address) throws Refusal {
    try {
      super.add(at(address));
    } catch (Refusal e) {
      try {
        takeBack(address);
      } catch (Refusal alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  @Override
  public void remove(VirtualAddress address) throws Refusal {
    if (!given.containsKey(address)) {
      super.remove(address);
      return;
    }
    localMacs.takeBack(macOf(address.ip())); // whatever fails: from now on it is another host's
    Refusal refusal = null;
    try {
      super.remove(at(address));
    } catch (Refusal e) {
      refusal = e;
    }
    try {
      takeBack(address); // with its device the address goes, too
    } catch (Refusal e) {
      if (refusal == null) {
        throw e;
      }
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  @Override
  public Set<VirtualAddress> missing(Set<VirtualAddress> addresses) throws Refusal {
    Set<VirtualAddress> there = new HashSet<>();
    addresses.forEach(address -> there.add(at(address)));
    Set<VirtualAddress> missingThere = super.missing(there);
    Set<VirtualAddress> missing = new HashSet<>(addresses);
    missing.removeIf(address -> !missingThere.contains(at(address)));
    return missing;
  }

  // ---- done where the address is, and all else where it was meant to be

  @Override
  public void probe(VirtualAddress address) throws Refusal {
    super.probe(at(address));
  }

  @Override
  public boolean isDelivered(VirtualAddress address) {
    return super.isDelivered(at(address));
  }

  @Override
  public void prolong(VirtualAddress address) throws Refusal {
    super.prolong(at(address));
  }

  @Override
  public void shut(VirtualAddress address) throws Refusal {
    super.shut(at(address));
  }

  @Override
  public void announce(VirtualAddress address) throws Refusal {
    super.announce(at(address));
  }

  @Override
  public void announceTo(VirtualAddress address, Neighbour neighbour) throws Refusal {
    super.announceTo(at(address), neighbour);
  }

  @Override
  public void ask(VirtualAddress address, InetAddress target) throws Refusal {
    super.ask(at(address), target);
  }
}
