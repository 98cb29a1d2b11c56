package org.batonha.sentinel.keeper;

import java.util.Collection;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** How addresses are let go of. Nothing here may fail: what goes wrong is said, and goes on. */
final class Retreat {
  private final Host host;
  private final Log log;

  Retreat(Host host, Log log) {
    this.host = host;
    this.log = log;
  }

  /**
   * Resets the clients' connections and removes the addresses, in this order: once an address is
   * gone, a reset goes nowhere, and each client that waits for an answer hangs until its own
   * time-out.
   */
  void from(Collection<VirtualAddress> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    try {
      host.resetConnections(addresses);
    } catch (Refusal e) {
      log.warn("clients' connections were not reset: " + e.getMessage());
    }
    remove(addresses);
  }

  /** Removes them. What can not be removed is no longer prolonged: the kernel will do it. */
  void remove(Collection<VirtualAddress> addresses) {
    for (VirtualAddress address : addresses) {
      try {
        host.remove(address);
      } catch (Refusal e) {
        log.warn(
            "%s: not removed, the kernel will do it within %d s: %s"
                .formatted(address, Timing.LIFETIME.toSeconds(), e.getMessage()));
      }
    }
  }
}
