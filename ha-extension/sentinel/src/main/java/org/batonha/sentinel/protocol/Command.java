package org.batonha.sentinel.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** What the server may ask for. Deadlines are values of {@link System#nanoTime()} of this host. */
public sealed interface Command {
  /** Returns the token that the answer repeats. */
  String tag();

  /** Returns its kind, its tag, and its service if it has one: not the rest, which may be long. */
  default String brief() {
    String kind = getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return this instanceof OfService own
        ? "%s %s %s".formatted(kind, tag(), own.service())
        : "%s %s".formatted(kind, tag());
  }

  /** One that is about a service. */
  sealed interface OfService extends Command {
    /** Returns the service's name. */
    String service();
  }

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
      implements OfService {
    /** Takes a copy of the addresses. */
    public Hold {
      addresses = List.copyOf(addresses);
    }
  }

  /** Hold what is held of this epoch until the new deadline. */
  record Renew(String tag, String service, long epoch, long deadlineNanos) implements OfService {}

  /**
   * Let nothing in any more for what is held of this epoch: what runs can still be answered.
   * Holding again lets go of it first.
   */
  record Shut(String tag, String service, long epoch) implements OfService {}

  /** Let go of what is held of this epoch or an older one. */
  record Release(String tag, String service, long epoch) implements OfService {}

  /** Tell the network again. */
  record Announce(String tag, String service) implements OfService {}

  /** Make the clients of these connections, which a former holder had, notice that it is gone. */
  record Tickle(String tag, String service, List<Connection> connections) implements OfService {
    /** Takes a copy of the list. */
    public Tickle {
      connections = List.copyOf(connections);
    }
  }

  /** From now on take, tell and watch this service's addresses so. */
  record Configure(String tag, String service, Policy policy) implements OfService {}

  /**
   * Say whether these addresses could be taken; take nothing, but open their devices.
   *
   * @param asks whether the network is asked: it is not only to be prepared
   */
  record Check(String tag, List<VirtualAddress> addresses, boolean asks) implements Command {
    /** Takes a copy of the addresses. */
    public Check {
      addresses = List.copyOf(addresses);
    }
  }

  /** The death of this process is the end of the commander. */
  record Attach(String tag, long pid) implements Command {}

  /**
   * When all is let go of because the server is dead, send {@code dead} from {@code local} to each
   * of the peers; when it is let go of otherwise, {@code letGo}. Replaces what was said of this
   * link before; without peers, nothing is sent on it any more.
   *
   * @param link a name for it, which says nothing to the sentinel
   */
  record Tell(
      String tag,
      String link,
      InetAddress local,
      byte[] dead,
      byte[] letGo,
      List<InetSocketAddress> peers)
      implements Command {
    /** Takes a copy of the list. */
    public Tell {
      peers = List.copyOf(peers);
    }

    /** Shows no datagram: who knows it can declare the server dead. */
    @Override
    public String toString() {
      return "Tell[tag=%s, link=%s, local=%s, peers=%s]".formatted(tag, link, local, peers);
    }
  }

  /** Say what is held. */
  record Status(String tag) implements Command {}

  /** Say all that is known of a service's addresses. */
  record StatusOf(String tag, String service) implements OfService {}
}
