package org.batonha.engine;

import java.time.Duration;
import org.batonha.core.PeerState;
import org.batonha.core.ServiceState;

/**
 * Whether a node that is silent on all links may be taken out of the group, and so out of the
 * caches. Dead or cut off, nobody can know; of two parts of a split at most one should go on. That
 * is the one that may decide; and where two parts may (both see the witness), the one that has the
 * services, and with them the clients.
 */
final class Judgement {
  /** A service that nobody takes for so long is none to wait for: it is stopped, or has failed. */
  static final Duration TAKING = Duration.ofSeconds(2);

  private Judgement() {}

  /**
   * Decides on what this node knows.
   *
   * @param node this node
   * @param silent the other one
   * @param nowMillis wall time
   */
  static boolean allows(Snapshot known, String node, String silent, long nowMillis) {
    if (!known.quorate() || known.services().values().stream().anyMatch(s -> isInDoubt(s, node))) {
      return false;
    }
    // The links judge a little sooner than core: it has to be quorate without the silent one.
    Snapshot.Peer peer =
        known.peers().stream().filter(p -> p.node().equals(silent)).findFirst().orElse(null);
    if (peer == null) {
      return true;
    }
    boolean taken = known.services().values().stream().allMatch(s -> s.holder().isPresent());
    return peer.state() == PeerState.DOWN
        && (taken || nowMillis - peer.sinceMillis() > TAKING.toMillis());
  }

  /** The last holder still answers for an address. */
  private static boolean isInDoubt(Snapshot.Service service, String node) {
    return service.stateOn(node).equals(ServiceState.INDOUBT.name());
  }
}
