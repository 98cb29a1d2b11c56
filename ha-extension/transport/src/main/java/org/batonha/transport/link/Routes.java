package org.batonha.transport.link;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jgroups.logging.Log;

/**
 * Whether the host would send to a peer by the interface of a link. A socket that is bound to an
 * address still leaves by the route to its destination, and Java cannot bind one to an interface.
 * So the system is asked, once a second for each peer, from which of its addresses it would speak
 * to it; nothing is sent. Thread-safe.
 *
 * <p>Not seen: a route whose preferred source is an address of the link though it leads elsewhere,
 * and rules by source address, which look like a wrong route.
 */
final class Routes {
  static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How many peers are remembered; then all are asked about anew. */
  static final int MAX_PEERS = 512;

  private final String link;
  private final NetworkInterface device;
  private final Log log;
  private final Map<InetAddress, Answer> answers = new ConcurrentHashMap<>();

  /**
   * What the system said.
   *
   * @param astray the interface that it would send by, {@code null}: the link's own
   */
  private record Answer(String astray, long sinceNanos) {}

  Routes(String link, NetworkInterface device, Log log) {
    this.link = link;
    this.device = device;
    this.log = log;
  }

  /** Tells whether what is sent to the peer now leaves by the link's interface. */
  boolean lead(InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    long nowNanos = System.nanoTime();
    Answer known = answers.get(address);
    if (known == null || nowNanos - known.sinceNanos() > KEEP_NANOS) {
      known = ask(address, known, nowNanos);
    }
    return known.astray() == null;
  }

  private Answer ask(InetAddress address, Answer before, long nowNanos) {
    if (answers.size() >= MAX_PEERS) {
      answers.clear();
    }
    Answer answer = new Answer(otherInterface(address), nowNanos);
    answers.put(address, answer);
    boolean was = before != null && before.astray() != null;
    if (answer.astray() != null && !was) {
      log.warn(
          "link '%s' is on %s, but this host's route to %s leads over %s: nothing is sent there on this link until the route is right (or, if rules by source address make it right, check_routes is false)",
          link, device.getName(), address.getHostAddress(), answer.astray());
    } else if (answer.astray() == null && was) {
      log.info("link '%s': the route to %s is right again", link, address.getHostAddress());
    }
    return answer;
  }

  private String otherInterface(InetAddress address) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(address, 9)); // only looks up the route
      InetAddress source = socket.getLocalAddress();
      if (source.isAnyLocalAddress() || source.isLoopbackAddress() && address.isLoopbackAddress()) {
        return null;
      }
      NetworkInterface by = NetworkInterface.getByInetAddress(source);
      return by == null || by.getName().equals(device.getName()) ? null : by.getName();
    } catch (IOException | RuntimeException e) {
      return null; // no route at all: sending will fail, and say so
    }
  }
}
