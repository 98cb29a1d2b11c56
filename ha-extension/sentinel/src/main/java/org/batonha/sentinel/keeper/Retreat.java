package org.batonha.sentinel.keeper;

import java.util.Collection;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * How addresses are let go of. Nothing here may fail: what goes wrong is said, and goes on. That
 * holds for a fault of this program too: it must not keep the next address, or another service's.
 */
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
    } catch (Refusal | RuntimeException | LinkageError | OutOfMemoryError e) {
      log.warn("clients' connections were not reset: " + why(e));
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
    } catch (Refusal | RuntimeException | LinkageError | OutOfMemoryError e) {
      log.warn("%s: not shut before its end: %s".formatted(address, why(e)));
    }
  }

  /** A refusal says it in words; of a fault its kind is worth as much. */
  private static String why(Throwable e) {
    return e instanceof Refusal ? e.getMessage() : e.toString();
  }

  /** Removes them. What can not be removed is no longer prolonged: the kernel will do it. */
  void remove(Collection<VirtualAddress> addresses) {
    for (VirtualAddress address : addresses) {
      try {
        host.remove(address);
      } catch (Refusal | RuntimeException | LinkageError | OutOfMemoryError e) {
        clean = false;
        log.warn(
            "%s: not removed, the kernel will do it within %d s: %s"
                .formatted(address, Timing.LIFETIME.toSeconds(), why(e)));
      }
    }
  }
}
