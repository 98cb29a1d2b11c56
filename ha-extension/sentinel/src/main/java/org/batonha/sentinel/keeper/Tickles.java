package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.batonha.sentinel.protocol.Command.Tickle;
import org.batonha.sentinel.protocol.Connection;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * Connections that outlive their holder in the clients' eyes: a client that waits for an answer of
 * a host without power waits for many minutes. As Samba's CTDB does it, the holder tells which
 * connections are open, and who takes the addresses over sends each client a segment with a wrong
 * sequence number. The client answers with its right one, of a connection that this host's kernel
 * does not have: which is reset, and with the right number.
 */
final class Tickles {
  /** To be told of the end of a connection at some time. */
  private record Due(Connection connection, long atNanos) {}

  /** One queue for each of {@link Timing#TICKLES}: so each is in the order of its times. */
  private final List<Deque<Due>> rounds = new ArrayList<>();

  /** What was told last of each service's connections. */
  private final Map<String, Set<Connection>> told = new HashMap<>();

  private final Host host;
  private final Holdings holdings;
  private final Policies policies;
  private final Answers answers;
  private final Log log;
  private final Pace complaints = new Pace(Timing.COMPLAINT_INTERVAL);
  private boolean hasLooked;
  private long lookNanos;
  private long pauseNanos;

  Tickles(Host host, Holdings holdings, Policies policies, Answers answers, Log log) {
    this.host = host;
    this.holdings = holdings;
    this.policies = policies;
    this.answers = answers;
    this.log = log;
    Timing.TICKLES.forEach(round -> rounds.add(new ArrayDeque<>()));
  }

  // ---- a former holder's connections

  /** Tells the clients, now and some more times; all or none. */
  void take(Tickle tickle, long now) throws Refusal {
    Set<InetAddress> held =
        holdings.get(tickle.service()).held().stream()
            .map(each -> each.address().ip())
            .collect(Collectors.toSet());
    for (Connection connection : tickle.connections()) {
      if (!held.contains(connection.local().getAddress())) {
        throw new Refusal(
            ErrorCode.ADDRESS,
            "%s is not held for %s"
                .formatted(IpLiteral.format(connection.local().getAddress()), tickle.service()));
      }
    }
    int waiting = rounds.stream().mapToInt(Deque::size).sum();
    if (waiting + tickle.connections().size() > Timing.TICKLES_LIMIT) {
      throw new Refusal(
          ErrorCode.SYSTEM, "%d connections wait already: try later".formatted(waiting));
    }
    if (waiting == 0) {
      pauseNanos = now;
    }
    tickle.connections().forEach(connection -> rounds.get(0).add(new Due(connection, now)));
  }

  /** Nobody is told of connections to these any more. */
  void forget(Collection<VirtualAddress> addresses) {
    Set<InetAddress> gone = addresses.stream().map(VirtualAddress::ip).collect(Collectors.toSet());
    rounds.forEach(
        round -> round.removeIf(due -> gone.contains(due.connection.local().getAddress())));
  }

  // ---- what is due

  OptionalLong dueNanos(long now) {
    OptionalLong next =
        rounds.stream()
            .filter(round -> !round.isEmpty())
            .mapToLong(round -> later(round.peek().atNanos, pauseNanos, now) - now)
            .min();
    boolean isAsked = holdings.all().stream().anyMatch(this::isTold);
    if (isAsked) {
      long look = hasLooked ? lookNanos - now : 0;
      return OptionalLong.of(now + (next.isPresent() ? Math.min(next.getAsLong(), look) : look));
    }
    return next.isPresent() ? OptionalLong.of(now + next.getAsLong()) : next;
  }

  private static long later(long one, long other, long now) {
    return one - now > other - now ? one : other;
  }

  void work(long now) {
    send(now);
    boolean isTime = !hasLooked || now - lookNanos >= 0;
    if (isTime && holdings.all().stream().anyMatch(this::isTold)) {
      hasLooked = true;
      lookNanos = now + Timing.CONNECTIONS_INTERVAL.toNanos();
      look(now);
    }
  }

  /** A bounded number at a time, for leases have to be watched. */
  private void send(long now) {
    if (now - pauseNanos < 0) {
      return;
    }
    int left = Timing.UNICASTS_AT_ONCE;
    for (int i = 0; i < rounds.size(); i++) {
      Deque<Due> round = rounds.get(i);
      while (left > 0 && !round.isEmpty() && now - round.peek().atNanos >= 0) {
        left--;
        Due due = round.remove();
        send(due.connection, now);
        if (i + 1 < rounds.size()) {
          long pause = Timing.TICKLES.get(i + 1).minus(Timing.TICKLES.get(i)).toNanos();
          rounds.get(i + 1).add(new Due(due.connection, now + pause));
        }
      }
    }
    pauseNanos = now + Timing.UNICASTS_INTERVAL.toNanos();
  }

  private void send(Connection connection, long now) {
    try {
      host.tickle(connection);
    } catch (Refusal e) {
      complain("a client is not told of its connection's end: " + e.getMessage(), now);
    }
  }

  private void complain(String text, long now) {
    if (complaints.admits(now)) {
      log.warn(text);
    }
  }

  // ---- our own connections

  private boolean isTold(Holding holding) {
    return policies.of(holding.owner(), holding.service()).tickle() && !holding.held().isEmpty();
  }

  private void look(long now) {
    List<Holding> asked = holdings.all().stream().filter(this::isTold).toList();
    told.keySet().retainAll(asked.stream().map(Holding::service).collect(Collectors.toSet()));
    List<Connection> all;
    try {
      all =
          host.connections(
              asked.stream().flatMap(h -> h.addresses().stream()).toList(),
              asked.size() * Timing.CONNECTIONS_LIMIT);
    } catch (Refusal e) {
      complain("open connections are not known: " + e.getMessage(), now);
      return;
    }
    for (Holding holding : asked) {
      Set<InetAddress> its =
          holding.addresses().stream().map(VirtualAddress::ip).collect(Collectors.toSet());
      Set<Connection> open =
          all.stream()
              .filter(connection -> its.contains(connection.local().getAddress()))
              .limit(Timing.CONNECTIONS_LIMIT)
              .collect(Collectors.toSet());
      tell(holding, open);
    }
  }

  private void tell(Holding holding, Set<Connection> open) {
    Set<Connection> before = told.put(holding.service(), open);
    if (!open.equals(before == null ? Set.of() : before)) {
      answers.event(
          holding,
          "connections",
          open.stream().map(Connection::toString).sorted().collect(Collectors.joining(" ")));
    }
  }
}
