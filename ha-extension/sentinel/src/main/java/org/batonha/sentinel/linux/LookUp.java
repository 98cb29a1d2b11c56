package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A question to the kernel, who a host is on a device's network. */
record LookUp(int linkIndex, InetAddress target) {
  /** A network of a device, on which this host has one address or a thousand. */
  private record Network(int linkIndex, InetAddress base, int prefixLength) {}

  /**
   * Returns what has to be asked to find all targets that are on a network of this host: one
   * question for each device and target, however many addresses there are.
   */
  static Set<LookUp> of(Set<InetAddress> targets, Collection<HostAddress> present) {
    Map<Network, HostAddress> networks = new LinkedHashMap<>();
    Set<InetAddress> others = new LinkedHashSet<>(targets);
    for (HostAddress there : present) {
      others.remove(there.ip());
      networks.putIfAbsent(
          new Network(there.linkIndex(), there.network(), there.prefixLength()), there);
    }
    Set<LookUp> lookUps = new LinkedHashSet<>();
    for (InetAddress target : others) {
      for (HostAddress there : networks.values()) {
        if (there.isOnNetworkOf(target)) {
          lookUps.add(new LookUp(there.linkIndex(), target));
        }
      }
    }
    return lookUps;
  }
}
