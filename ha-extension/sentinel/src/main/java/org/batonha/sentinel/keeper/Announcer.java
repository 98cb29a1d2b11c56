package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.batonha.sentinel.protocol.Policy;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * Tells the network of an address: all of it by broadcast, at once; and then by unicast the hosts
 * that are named and the neighbours that the kernel knows, for there are switches that do not
 * flood, and firewalls that ignore gratuitous ARP.
 *
 * <p>A thousand addresses and a hundred neighbours make a hundred thousand frames, while leases
 * have to be watched: so the unicasts wait in a queue, of which a bounded number is sent at a time,
 * and those for the named hosts come first. What does not fit into it is left to the next
 * announcement, and said in the log.
 */
final class Announcer {
  /**
   * A unicast that is due.
   *
   * @param mac where to send it; {@code null} when the host has to be asked for that first
   */
  private record Unicast(VirtualAddress address, InetAddress to, String mac) {}

  private final Deque<Unicast> toNamed = new ArrayDeque<>();
  private final Deque<Unicast> toNeighbours = new ArrayDeque<>();
  private final Map<String, List<Neighbour>> neighbours = new HashMap<>();
  private final Host host;
  private final Log log;
  private final Pace complaints = new Pace(Timing.COMPLAINT_INTERVAL);
  private long neighboursNanos;
  private long dueNanos;
  private long leftOut;

  Announcer(Host host, Log log) {
    this.host = host;
    this.log = log;
  }

  /** Tells all by broadcast now, and the rest by unicast soon. */
  void announce(VirtualAddress address, Policy policy, long now) throws Refusal {
    host.announce(address);
    boolean wasIdle = toNamed.isEmpty() && toNeighbours.isEmpty();
    List<Neighbour> known = neighboursOf(address.device(), now);
    Set<InetAddress> named = new HashSet<>(Set.of(address.ip()));
    for (InetAddress to : policy.announceTo()) {
      if (isSameFamily(address.ip(), to) && named.add(to)) {
        add(toNamed, new Unicast(address, to, macOf(to, known)), now);
      }
    }
    if (policy.announceNeighbours()) {
      known.stream()
          .filter(n -> isSameFamily(address.ip(), n.ip()) && !named.contains(n.ip()))
          .limit(Timing.NEIGHBOURS_LIMIT)
          .forEach(n -> add(toNeighbours, new Unicast(address, n.ip(), n.mac()), now));
    }
    dueNanos = wasIdle ? now : dueNanos;
  }

  private static boolean isSameFamily(InetAddress one, InetAddress other) {
    return one.getClass() == other.getClass();
  }

  private static String macOf(InetAddress ip, List<Neighbour> known) {
    return known.stream()
        .filter(n -> n.ip().equals(ip))
        .map(Neighbour::mac)
        .findFirst()
        .orElse(null);
  }

  /** One look serves all addresses that are announced in the same moment. */
  private List<Neighbour> neighboursOf(String device, long now) {
    if (now - neighboursNanos > Timing.NEIGHBOURS_TRUSTED.toNanos() || neighbours.isEmpty()) {
      neighbours.clear();
      neighboursNanos = now;
    }
    return neighbours.computeIfAbsent(device, d -> read(d, now));
  }

  private List<Neighbour> read(String device, long now) {
    try {
      return host.neighbours(device);
    } catch (Refusal e) {
      complain("neighbours are not told: " + e.getMessage(), now);
      return List.of();
    }
  }

  private void add(Deque<Unicast> queue, Unicast unicast, long now) {
    if (queue.size() < Timing.UNICASTS_LIMIT) {
      queue.add(unicast);
    } else {
      leftOut++;
      if (complaints.admits(now)) {
        log.warn(
            "%d announcements by unicast were left out, there are too many".formatted(leftOut));
      }
    }
  }

  private void complain(String text, long now) {
    if (complaints.admits(now)) {
      log.warn(text);
    }
  }

  /** Returns when {@link #work} has something to do; empty if it has nothing. */
  OptionalLong dueNanos() {
    boolean isIdle = toNamed.isEmpty() && toNeighbours.isEmpty();
    return isIdle ? OptionalLong.empty() : OptionalLong.of(dueNanos);
  }

  /** Sends some of the unicasts that wait. */
  void work(long now) {
    if (now - dueNanos < 0) {
      return;
    }
    for (int i = 0; i < Timing.UNICASTS_AT_ONCE; i++) {
      Unicast next = toNamed.isEmpty() ? toNeighbours.poll() : toNamed.poll();
      if (next == null) {
        return;
      }
      send(next, now);
    }
    dueNanos = now + Timing.UNICASTS_INTERVAL.toNanos();
  }

  private void send(Unicast unicast, long now) {
    try {
      if (unicast.mac == null) {
        host.ask(unicast.address, unicast.to);
      } else {
        host.announceTo(unicast.address, new Neighbour(unicast.to, unicast.mac));
      }
    } catch (Refusal e) {
      complain(
          "%s is not told to %s: %s".formatted(unicast.address, unicast.to, e.getMessage()), now);
    }
  }

  /** Nobody is told of these any more: they are not here, or not to be spoken to. */
  void forget(Collection<VirtualAddress> addresses) {
    Set<VirtualAddress> gone = addresses.stream().collect(Collectors.toSet());
    toNamed.removeIf(unicast -> gone.contains(unicast.address));
    toNeighbours.removeIf(unicast -> gone.contains(unicast.address));
  }
}
