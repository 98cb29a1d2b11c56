package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.batonha.sentinel.protocol.Connection;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** A host in memory, whose kernel drops addresses when their lifetime ends. */
final class FakeHost implements Host {
  final List<String> done = new ArrayList<>();
  final Set<String> failing = new HashSet<>();

  /** What fails as only a fault of the program does. */
  final Map<String, Error> faults = new HashMap<>();

  final List<Neighbour> neighbours = new ArrayList<>();
  final Set<String> withoutCarrier = new HashSet<>();
  final List<Connection> connections = new ArrayList<>();
  Set<VirtualAddress> watched = Set.of();
  int looks;
  int watches;
  int resets;
  long now;

  /** What the kernel removes with another address, as the secondary ones of its network. */
  final Map<VirtualAddress, VirtualAddress> goesWith = new HashMap<>();

  /** What is not yet delivered, though it is here. */
  final Set<VirtualAddress> late = new HashSet<>();

  private final Set<VirtualAddress> macs = new HashSet<>();
  private final Set<VirtualAddress> shut = new HashSet<>();
  private final Map<VirtualAddress, Long> expiry = new HashMap<>();

  /** Returns the addresses that are on this host now. */
  Set<String> addresses() {
    expiry.values().removeIf(nanos -> nanos - now <= 0);
    Set<String> ips = new HashSet<>();
    expiry.keySet().forEach(address -> ips.add(address.ip().getHostAddress()));
    return ips;
  }

  /** Returns those of them to which the network can speak. */
  Set<String> open() {
    Set<String> ips = addresses();
    shut.forEach(address -> ips.remove(address.ip().getHostAddress()));
    return ips;
  }

  /** Removes one as an operator would. */
  void removeByHand(VirtualAddress address) {
    expiry.remove(address);
  }

  long count(String what) {
    return done.stream().filter(what::equals).count();
  }

  @Override
  public void prepare(List<VirtualAddress> addresses) throws Refusal {
    for (VirtualAddress address : addresses) {
      work("prepare", address);
    }
  }

  @Override
  public void probe(VirtualAddress address) throws Refusal {
    work("probe", address);
  }

  @Override
  public void add(VirtualAddress address) throws Refusal {
    work("add", address);
    shut.remove(address);
    expiry.put(address, now + Duration.ofSeconds(2).toNanos());
  }

  @Override
  public boolean isDelivered(VirtualAddress address) {
    return expiry.containsKey(address) && !shut.contains(address) && !late.contains(address);
  }

  @Override
  public void giveVirtualMac(VirtualAddress address) throws Refusal {
    work("give a mac to", address);
    macs.add(address);
  }

  @Override
  public Optional<String> virtualMac(VirtualAddress address) {
    return macs.contains(address) ? Optional.of("02:ba:00:00:00:01") : Optional.empty();
  }

  @Override
  public void prolong(VirtualAddress address) throws Refusal {
    work("prolong", address);
    if (!expiry.containsKey(address)) {
      shut.remove(address); // as Linux does, which adds a local route with each new address
    }
    expiry.put(address, now + Duration.ofSeconds(2).toNanos());
  }

  /** Nobody comes late here. */
  @Override
  public void seeOff() {}

  @Override
  public void shut(VirtualAddress address) throws Refusal {
    work("shut", address);
    shut.add(address);
  }

  @Override
  public void remove(VirtualAddress address) throws Refusal {
    work("remove", address);
    expiry.remove(address);
    macs.remove(address);
    expiry.keySet().removeIf(other -> address.equals(goesWith.get(other)));
    shut.remove(address);
  }

  @Override
  public void announce(VirtualAddress address) throws Refusal {
    work("announce", address);
  }

  @Override
  public void announceTo(VirtualAddress address, Neighbour neighbour) throws Refusal {
    work("announce to " + neighbour.mac(), address);
  }

  @Override
  public void ask(VirtualAddress address, InetAddress target) throws Refusal {
    work("ask for " + target.getHostAddress(), address);
  }

  @Override
  public List<Neighbour> neighbours(String device) {
    return neighbours.stream().filter(n -> device.equals("eth0")).toList();
  }

  @Override
  public void lookUp(Set<InetAddress> targets) {
    targets.forEach(target -> done.add("look up " + target.getHostAddress()));
  }

  @Override
  public void foreseeReset(Collection<VirtualAddress> addresses) throws Refusal {
    for (VirtualAddress address : addresses) {
      work("foresee", address);
    }
  }

  @Override
  public void resetConnections(Collection<VirtualAddress> addresses) throws Refusal {
    resets++;
    for (VirtualAddress address : addresses) {
      work("reset", address);
    }
  }

  @Override
  public List<Connection> connections(Collection<VirtualAddress> addresses, int most) {
    looks++;
    return connections.stream()
        .filter(c -> addresses.stream().anyMatch(a -> a.ip().equals(c.local().getAddress())))
        .limit(most)
        .toList();
  }

  @Override
  public void tickle(Connection connection) {
    done.add("tickle " + connection);
  }

  @Override
  public void watch(Set<VirtualAddress> addresses) {
    watches++;
    watched = Set.copyOf(addresses);
  }

  @Override
  public Optional<Device> device(String name) {
    return Optional.of(new Device("02:00:00:00:00:01", !withoutCarrier.contains(name)));
  }

  @Override
  public Set<VirtualAddress> missing(Set<VirtualAddress> addresses) {
    Set<VirtualAddress> missing = new HashSet<>(addresses);
    missing.removeAll(expiry.keySet());
    return missing;
  }

  private void work(String what, VirtualAddress address) throws Refusal {
    String text = what + " " + address.ip().getHostAddress();
    done.add(text);
    Error fault = faults.get(text);
    if (fault != null) {
      throw fault;
    }
    if (failing.contains(text)) {
      throw new Refusal(ErrorCode.DEVICE, text + " failed as told");
    }
  }
}
