package org.batonha.core;

import java.time.Duration;

/** What has to be done about it; carried out in the order given. */
public sealed interface Decision {
  /**
   * Send a message.
   *
   * @param to the node, or {@code null} for every other member
   */
  record Send(String to, Message message) implements Decision {}

  /** Look whether another host answers for one of the service's addresses, and say so. */
  record Probe(String service, long epoch) implements Decision {}

  /**
   * Take the service's addresses and activate its singletons. What this node holds of the service
   * already, under an older epoch, is kept, and announced again under the new one.
   *
   * @param leaseUntilNanos until when it may act, unless renewed. A renewal does not prolong the
   *     time to take the addresses without a look
   * @param probe whether to look first if somebody else answers for an address
   */
  record Start(String service, long epoch, long leaseUntilNanos, boolean probe)
      implements Decision {}

  /** The lease on a baton that is acted on reaches further now. */
  record Renewed(String service, long epoch, long leaseUntilNanos) implements Decision {}

  /**
   * A planned stop was begun: say when no request runs, with {@link Event.Drained}. Until then the
   * service goes on.
   *
   * @param most after how long it stops without that
   */
  record Drain(String service, long epoch, Duration most, String reason) implements Decision {}

  /**
   * Give up the service's addresses and singletons, of this epoch and older ones, and say when it
   * is done.
   *
   * @param planned whether the lease still lasts, so that running requests may end first; else
   *     everything has to stop at once
   */
  record Stop(String service, long epoch, boolean planned, String reason) implements Decision {}

  /** A service changed its state on this node: to be logged once, and notified. */
  record Transition(String service, long epoch, ServiceState from, ServiceState to, String reason)
      implements Decision {}

  /** This node, as nominator, has chosen the next holder of a service: to be logged once. */
  record Nominated(String service, long epoch, String holder, Cause cause, String reason)
      implements Decision {}

  /** What this node thinks of a peer has changed: to be logged once, and notified. */
  record PeerChanged(String node, PeerState from, PeerState to, String reason)
      implements Decision {}

  /** An operator's command was carried out. */
  record CommandDone(long id, String text) implements Decision {}

  /**
   * An operator's command was refused or did not succeed.
   *
   * @param late whether it was begun, and may still come true; otherwise nothing was changed
   */
  record CommandFailed(long id, String reason, boolean late) implements Decision {}

  /** Another host claims an address of a service that is held here: to be logged. */
  record Contested(String service, long epoch, String text) implements Decision {}

  /** Something an operator should know that changes no state. */
  record Warn(String text) implements Decision {}

  /** After {@link Event.Leave}: nothing is held any more, and the others were told. */
  record Left() implements Decision {}
}
