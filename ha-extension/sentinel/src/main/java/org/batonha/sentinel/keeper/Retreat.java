package org.batonha.sentinel.keeper;

import java.util.Collection;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** How addresses are let go of. Nothing here may fail: what goes wrong is said, and goes on. */
final class Retreat {
  private final Host host;
  private final Log log;
  private boolean clean = true;

  Retreat(Host host, Log log) {
    this.host = host;
    this.log = log;
  }

  /**
   * Shuts the addresses, resets the clients' connections, and removes the addresses, in this order.
   * Once an address is gone, a reset goes nowhere, and each client that waits for an answer hangs
   * until its own time-out. And if it was not shut, a client that was reset would connect again at
   * once, before the address is gone: to hang just so.
   */
  void from(Collection<VirtualAddress> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    addresses.forEach(this::shut);
    try {
      host.resetConnections(addresses);
    } catch (Refusal e) {
      log.warn("clients' connections were not reset: " + e.getMessage());
    }
    remove(addresses);
  }

  /** Returns whether all that was ever let go of is surely gone: each removal has succeeded. */
  boolean isClean() {
    return clean;
  }

  private void shut(VirtualAddress address) {
    try {
      host.shut(address);
    } catch (Refusal e) {
      log.warn("%s: not shut before its end: %s".formatted(address, e.getMessage()));
    }
  }

  /** Removes them. What can not be removed is no longer prolonged: the kernel will do it. */
  void remove(Collection<VirtualAddress> addresses) {
    for (VirtualAddress address : addresses) {
      try {
        host.remove(address);
      } catch (Refusal e) {
        clean = false;
        log.warn(
            "%s: not removed, the kernel will do it within %d s: %s"
                .formatted(address, Timing.LIFETIME.toSeconds(), e.getMessage()));
      }
    }
  }
}
