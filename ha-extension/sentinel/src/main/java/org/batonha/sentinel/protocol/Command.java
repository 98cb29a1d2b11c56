package org.batonha.sentinel.protocol;

import java.util.List;

/** What the server may ask for. Deadlines are values of {@link System#nanoTime()} of this host. */
public sealed interface Command {
  /** Returns the token that the answer repeats. */
  String tag();

  /**
   * Hold these addresses, and no others, for this service until the deadline.
   *
   * @param probes how many RFC 5227 probes are sent first; 0 for none
   */
  record Hold(
      String tag,
      String service,
      long epoch,
      long deadlineNanos,
      int probes,
      List<VirtualAddress> addresses)
      implements Command {
    /** Takes a copy of the addresses. */
    public Hold {
      addresses = List.copyOf(addresses);
    }
  }

  /** Hold what is held of this epoch until the new deadline. */
  record Renew(String tag, String service, long epoch, long deadlineNanos) implements Command {}

  /**
   * Let nothing in any more for what is held of this epoch: what runs can still be answered.
   * Holding again lets go of it first.
   */
  record Shut(String tag, String service, long epoch) implements Command {}

  /** Let go of what is held of this epoch or an older one. */
  record Release(String tag, String service, long epoch) implements Command {}

  /** Tell the network again. */
  record Announce(String tag, String service) implements Command {}

  /** Say whether these addresses could be taken; take nothing. */
  record Check(String tag, List<VirtualAddress> addresses) implements Command {
    /** Takes a copy of the addresses. */
    public Check {
      addresses = List.copyOf(addresses);
    }
  }

  /** Say what is held. */
  record Status(String tag) implements Command {}
}
