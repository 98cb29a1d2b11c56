package org.batonha.sentinel;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.batonha.sentinel.keeper.Device;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.Neighbour;
import org.batonha.sentinel.protocol.Connection;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** A host where no address can be held: each try is refused, with the reason found at the start. */
final class UnableHost implements Host {
  private final Refusal reason;

  UnableHost(Refusal reason) {
    this.reason = reason;
  }

  @Override
  public void prepare(List<VirtualAddress> addresses) throws Refusal {
    // A lease without addresses needs no privilege.
    if (!addresses.isEmpty()) {
      refuse();
    }
  }

  @Override
  public void probe(VirtualAddress address) throws Refusal {
    refuse();
  }

  @Override
  public void add(VirtualAddress address) throws Refusal {
    refuse();
  }

  @Override
  public boolean isDelivered(VirtualAddress address) {
    return false;
  }

  @Override
  public void giveVirtualMac(VirtualAddress address) throws Refusal {
    refuse();
  }

  @Override
  public Optional<String> virtualMac(VirtualAddress address) {
    return Optional.empty();
  }

  @Override
  public void prolong(VirtualAddress address) throws Refusal {
    refuse();
  }

  @Override
  public void shut(VirtualAddress address) throws Refusal {
    refuse();
  }

  /** Where there were no addresses nobody comes. */
  @Override
  public void seeOff() {}

  @Override
  public void remove(VirtualAddress address) throws Refusal {
    refuse();
  }

  @Override
  public void announce(VirtualAddress address) throws Refusal {
    refuse();
  }

  @Override
  public void announceTo(VirtualAddress address, Neighbour neighbour) throws Refusal {
    refuse();
  }

  @Override
  public void ask(VirtualAddress address, InetAddress target) throws Refusal {
    refuse();
  }

  @Override
  public List<Neighbour> neighbours(String device) {
    return List.of();
  }

  @Override
  public void lookUp(Set<InetAddress> targets) {}

  @Override
  public void foreseeReset(Collection<VirtualAddress> addresses) throws Refusal {
    refuse();
  }

  @Override
  public void resetConnections(Collection<VirtualAddress> addresses) throws Refusal {
    refuse();
  }

  @Override
  public List<Connection> connections(Collection<VirtualAddress> addresses, int most) {
    return List.of();
  }

  @Override
  public void tickle(Connection connection) throws Refusal {
    refuse();
  }

  @Override
  public void watch(Set<VirtualAddress> addresses) {}

  @Override
  public Optional<Device> device(String name) {
    return Optional.empty();
  }

  @Override
  public Set<VirtualAddress> missing(Set<VirtualAddress> addresses) {
    return Set.of();
  }

  private void refuse() throws Refusal {
    throw new Refusal(reason.code(), reason.getMessage());
  }
}
