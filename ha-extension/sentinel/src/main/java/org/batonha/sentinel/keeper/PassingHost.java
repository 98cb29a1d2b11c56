package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.batonha.sentinel.protocol.Connection;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** A host before another one, to which all is passed on that a subclass does not do itself. */
public abstract class PassingHost implements Host {
  private final Host host;

  /** Puts this before a host. */
  protected PassingHost(Host host) {
    this.host = host;
  }

  @Override
  public void prepare(List<VirtualAddress> addresses) throws Refusal {
    host.prepare(addresses);
  }

  @Override
  public void probe(VirtualAddress address) throws Refusal {
    host.probe(address);
  }

  @Override
  public void add(VirtualAddress address) throws Refusal {
    host.add(address);
  }

  @Override
  public boolean isDelivered(VirtualAddress address) {
    return host.isDelivered(address);
  }

  @Override
  public void giveVirtualMac(VirtualAddress address) throws Refusal {
    host.giveVirtualMac(address);
  }

  @Override
  public Optional<String> virtualMac(VirtualAddress address) {
    return host.virtualMac(address);
  }

  @Override
  public void prolong(VirtualAddress address) throws Refusal {
    host.prolong(address);
  }

  @Override
  public void shut(VirtualAddress address) throws Refusal {
    host.shut(address);
  }

  @Override
  public void seeOff() {
    host.seeOff();
  }

  @Override
  public void remove(VirtualAddress address) throws Refusal {
    host.remove(address);
  }

  @Override
  public void announce(VirtualAddress address) throws Refusal {
    host.announce(address);
  }

  @Override
  public void announceTo(VirtualAddress address, Neighbour neighbour) throws Refusal {
    host.announceTo(address, neighbour);
  }

  @Override
  public void ask(VirtualAddress address, InetAddress target) throws Refusal {
    host.ask(address, target);
  }

  @Override
  public List<Neighbour> neighbours(String device) throws Refusal {
    return host.neighbours(device);
  }

  @Override
  public void lookUp(Set<InetAddress> targets) throws Refusal {
    host.lookUp(targets);
  }

  @Override
  public void foreseeReset(Collection<VirtualAddress> addresses) throws Refusal {
    host.foreseeReset(addresses);
  }

  @Override
  public void resetConnections(Collection<VirtualAddress> addresses) throws Refusal {
    host.resetConnections(addresses);
  }

  @Override
  public List<Connection> connections(Collection<VirtualAddress> addresses, int most)
      throws Refusal {
    return host.connections(addresses, most);
  }

  @Override
  public void tickle(Connection connection) throws Refusal {
    host.tickle(connection);
  }

  @Override
  public void watch(Set<VirtualAddress> addresses) {
    host.watch(addresses);
  }

  @Override
  public Optional<Device> device(String name) throws Refusal {
    return host.device(name);
  }

  @Override
  public Set<VirtualAddress> missing(Set<VirtualAddress> addresses) throws Refusal {
    return host.missing(addresses);
  }
}
