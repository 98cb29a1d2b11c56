package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batonha.sentinel.protocol.Connection;

/**
 * Resets TCP connections of this host from outside of their process, as {@code ss -K src ADDRESS}
 * does (sock_diag(7)): the other end sees a reset at once. Needs CAP_NET_ADMIN and a kernel with
 * CONFIG_INET_DIAG_DESTROY. Not safe for use by several threads.
 */
final class SocketDiag {
  /**
   * The address must not stay for the sake of a perfect farewell: what is not reset in this time,
   * some thousand connections, is left. The first batch is always done.
   */
  private static final Duration BUDGET = Duration.ofMillis(10);

  /**
   * The older request, for all families at once: for each one the kernel would look through its
   * whole table, which takes over a millisecond on a host with much memory. IPv4 connections of a
   * server's dual-stack socket are in the IPv6 family, as mapped addresses.
   */
  private static final int TCPDIAG_GETSOCK = 18;

  private static final int DESTROY = 21;
  private static final int IPPROTO_TCP = 6;
  private static final int BYTECODE = 1;
  private static final int ESTABLISHED = 1;
  private static final int BC_JMP = 1;
  private static final int BC_S_COND = 7;
  private static final int ID = 48;
  private static final int REQUEST = 8 + ID;
  private static final int OLDER_REQUEST = 4 + ID + 8;
  private static final int IN_A_BATCH = 64;

  /** Others are looked for when they are reset; some 3 MB. */
  private static final int MOST_FORESEEN = 20_000;

  /** All states but LISTEN, TIME_WAIT, CLOSE: there is no other end to tell. */
  private static final int STATES =
      1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 8 | 1 << 9 | 1 << 11;

  private final NetlinkSocket socket;

  /** By local address, those that are to be reset, and were looked for before. */
  private final Map<InetAddress, List<Target>> foreseen = new HashMap<>();

  /** What the kernel needs to know of a connection to reset it. */
  private record Target(int family, byte[] id) {
    static Target of(NetlinkMessage connection) {
      return new Target(connection.get8(0), connection.getBytes(4, ID));
    }
  }

  /**
   * Opens a socket to the kernel.
   *
   * @throws LastErrorException if the kernel has no sock_diag
   */
  SocketDiag() {
    socket = new NetlinkSocket(NetlinkSocket.SOCK_DIAG, 0);
  }

  /**
   * Looks for the connections to these addresses now, so that it need not be done when they are
   * reset. No new one may come from now on until then, or {@link #forget} must be called. Of more
   * than {@value #MOST_FORESEEN}, all together, nothing is kept.
   */
  void foresee(Collection<InetAddress> locals) throws NetlinkException {
    int room = MOST_FORESEEN - foreseen.values().stream().mapToInt(List::size).sum();
    if (locals.isEmpty() || room <= 0) {
      return;
    }
    List<NetlinkMessage> connections = askOnce(dump(locals, STATES), room);
    if (connections.size() == room) {
      return; // there may be more
    }
    Map<InetAddress, List<Target>> seen = new HashMap<>();
    locals.forEach(local -> seen.put(local, new ArrayList<>()));
    for (NetlinkMessage connection : connections) {
      seen.get(connection(connection).local().getAddress()).add(Target.of(connection));
    }
    foreseen.putAll(seen); // all or, if that fails, none: a part would count as all
  }

  /** What was looked for of an address does not count any more. */
  void forget(InetAddress local) {
    foreseen.remove(local);
  }

  /**
   * Resets the TCP connections whose local address is one of these, those that were foreseen first;
   * returns how many were left.
   *
   * @throws NetlinkException with the first failure other than that a connection ended by itself,
   *     after all the others were tried
   */
  int resetConnections(Collection<InetAddress> locals) throws NetlinkException {
    long start = System.nanoTime();
    List<Integer> failures = new ArrayList<>();
    List<Target> known = new ArrayList<>();
    List<InetAddress> unforeseen = new ArrayList<>();
    for (InetAddress local : locals) {
      List<Target> targets = foreseen.remove(local);
      if (targets == null) {
        unforeseen.add(local);
      } else {
        known.addAll(targets);
      }
    }
    int left = reset(known, start, failures);
    if (!unforeseen.isEmpty()) {
      List<NetlinkMessage> connections = socket.ask(dump(unforeseen, STATES));
      left += reset(connections.stream().map(Target::of).toList(), start, failures);
    }
    if (!failures.isEmpty()) {
      throw new NetlinkException(failures.get(0));
    }
    return left;
  }

  /** Returns how many were left. */
  private int reset(List<Target> targets, long start, List<Integer> failures)
      throws NetlinkException {
    int done = 0;
    while (done < targets.size() && (done == 0 || System.nanoTime() - start < BUDGET.toNanos())) {
      int end = Math.min(done + IN_A_BATCH, targets.size());
      failures.addAll(failures(end - done, destroy(targets.subList(done, end))));
      done = end;
    }
    return targets.size() - done;
  }

  /**
   * Returns the established TCP connections whose local address is one of these.
   *
   * @param most how many at most: more are not even read; positive
   */
  List<Connection> connections(Collection<InetAddress> locals, int most) throws NetlinkException {
    return askOnce(dump(locals, 1 << ESTABLISHED), most).stream()
        .map(SocketDiag::connection)
        .toList();
  }

  private static List<NetlinkMessage> askOnce(NetlinkMessage request, int most)
      throws NetlinkException {
    try (NetlinkSocket once = new NetlinkSocket(NetlinkSocket.SOCK_DIAG, 0)) {
      return once.ask(request, most);
    } catch (LastErrorException e) {
      throw new NetlinkException(e.getErrorCode(), e);
    }
  }

  /** An IPv4 address that is mapped becomes one of IPv4. */
  private static Connection connection(NetlinkMessage message) {
    int length = message.get8(0) == Libc.AF_INET ? 4 : 16;
    return new Connection(
        end(message.getBytes(8, length), message.getBytes(4, 2)),
        end(message.getBytes(24, length), message.getBytes(6, 2)));
  }

  private static InetSocketAddress end(byte[] ip, byte[] port) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(ip), Short.toUnsignedInt(ByteBuffer.wrap(port).getShort()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the kernel sent an address that is none", e);
    }
  }

  /**
   * Returns those errors that are failures. A connection may have ended by itself; and kernels
   * before 6.0 cannot reset what only waits for its end to pass, but a kernel that can reset none
   * at all says the same of each.
   */
  static List<Integer> failures(int asked, List<Integer> errors) {
    boolean none = errors.stream().filter(error -> error == Libc.EOPNOTSUPP).count() == asked;
    return errors.stream()
        .filter(error -> error != Libc.ENOENT && (none || error != Libc.EOPNOTSUPP))
        .toList();
  }

  private List<Integer> destroy(List<Target> targets) throws NetlinkException {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (Target target : targets) {
      batch.writeBytes(
          NetlinkMessage.of(DESTROY, NetlinkMessage.REQUEST, REQUEST)
              .put8(target.family())
              .put8(IPPROTO_TCP)
              .put16(0)
              .put32(STATES)
              .put(target.id())
              .finish(0));
    }
    return socket.tell(batch.toByteArray());
  }

  private static NetlinkMessage dump(Collection<InetAddress> locals, int states) {
    byte[] filter = filter(locals);
    int flags = NetlinkMessage.REQUEST | NetlinkMessage.DUMP;
    return NetlinkMessage.of(TCPDIAG_GETSOCK, flags, OLDER_REQUEST + 4 + filter.length)
        .put32(0) // any family, any ends
        .put(new byte[ID])
        .put32(states)
        .put32(0)
        .attribute(BYTECODE, filter);
  }

  /**
   * Builds the filter program that the kernel runs on each socket: for each address a condition,
   * and after it a jump to the end, which accepts. The last condition needs no jump; when it fails
   * too, its way leads beyond the end, which rejects.
   */
  private static byte[] filter(Collection<InetAddress> locals) {
    List<byte[]> addresses = locals.stream().map(InetAddress::getAddress).toList();
    int length = addresses.stream().mapToInt(address -> 4 + 8 + address.length + 4).sum() - 4;
    ByteBuffer program = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    for (byte[] address : addresses) {
      int conditionLength = 4 + 8 + address.length;
      program
          .put((byte) BC_S_COND)
          .put((byte) conditionLength)
          .putShort((short) (conditionLength + 4))
          .put((byte) (address.length == 4 ? Libc.AF_INET : Libc.AF_INET6))
          .put((byte) (address.length * Byte.SIZE))
          .putShort((short) 0)
          .putInt(-1) // any port
          .put(address);
      if (program.hasRemaining()) {
        int toTheEnd = length - program.position();
        program.put((byte) BC_JMP).put((byte) 4).putShort((short) toTheEnd);
      }
    }
    return program.array();
  }
}
