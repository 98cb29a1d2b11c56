package org.batonha.sentinel.keeper;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * What is shut will be released, mostly within milliseconds, and all wait for that: so who is
 * connected to it is looked for before, when what is more urgent is done.
 */
final class Foresight {
  /** A look for very many takes long: it is left to their release, and done once for all then. */
  private static final int MOST_AT_ONCE = 64;

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

  /** They are let go of now. */
  void forget(Collection<VirtualAddress> addresses) {
    addresses.forEach(due::remove);
  }

  boolean isDue() {
    return !due.isEmpty();
  }

  /** Looks, for all of them at once. What fails is done when they are released. */
  void work() {
    List<VirtualAddress> addresses = List.copyOf(due);
    due.clear();
    if (addresses.isEmpty() || addresses.size() > MOST_AT_ONCE) {
      return;
    }
    try {
      host.foreseeReset(addresses);
    } catch (Refusal | RuntimeException | LinkageError | OutOfMemoryError e) {
      log.info("clients' connections will be looked for when they are reset: " + e);
    }
  }
}
