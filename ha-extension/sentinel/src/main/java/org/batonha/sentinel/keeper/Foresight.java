package org.batonha.sentinel.keeper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * What is shut will be released, mostly within milliseconds, and all wait for that: so who is
 * connected to it is looked for before, when there is nothing else to do.
 */
final class Foresight {
  private final Host host;
  private final Log log;
  private final Set<VirtualAddress> due = new LinkedHashSet<>();

  Foresight(Host host, Log log) {
    this.host = host;
    this.log = log;
  }

  /** They have just been shut. */
  void shut(Collection<VirtualAddress> addresses) {
    due.addAll(addresses);
  }

  /** They are not here any more, or open again. */
  void forget(Collection<VirtualAddress> addresses) {
    due.removeAll(addresses);
  }

  boolean isDue() {
    return !due.isEmpty();
  }

  /** Looks, for all of them at once. What fails is done when they are released. */
  void work() {
    if (due.isEmpty()) {
      return;
    }
    List<VirtualAddress> addresses = new ArrayList<>(due);
    due.clear();
    try {
      host.foreseeReset(addresses);
    } catch (Refusal | RuntimeException e) {
      log.info("clients' connections will be looked for when they are reset: " + e.getMessage());
    }
  }
}
