package org.batonha.transport.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks whether a process still listens whose connection has ended. Stateless; blocks its caller.
 *
 * <p>The first answer cannot be trusted. A process that is being killed listens for a moment after
 * its connections are gone: what connects then is reset soon after. And a SYN that comes while the
 * kernel closes the listening socket gets no answer at all; it would be sent again after a second
 * only. So a connection counts when it has lasted, and none is waited for longer than needed.
 */
final class Probe {
  /** For how long a connection has to last, and at first is waited for, in milliseconds. */
  static final int FIRST_MILLIS = 50;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Probe() {}

  /** What was found. */
  enum Finding {
    /** Somebody listens. */
    ALIVE,
    /** Nobody listens. */
    REFUSED,
    /** No answer within the limit, or none that lasted. */
    UNKNOWN
  }

  /** Opens a socket that is not connected yet. */
  @FunctionalInterface
  interface Source {
    Socket open() throws IOException;
  }

  /**
   * Asks.
   *
   * @param limitMillis for how long in all; no attempt is begun after that
   * @throws IOException when no socket can be opened, or the network says that there is no way
   */
  static Finding ask(Source source, InetSocketAddress address, int limitMillis) throws IOException {
    return ask(source, address, limitMillis, FIRST_MILLIS);
  }

  /** The same, with another time for {@link #FIRST_MILLIS}. */
  static Finding ask(Source source, InetSocketAddress address, int limitMillis, int firstMillis)
      throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    Finding finding = Finding.UNKNOWN;
    for (int patience = firstMillis;
        finding == Finding.UNKNOWN && System.nanoTime() - end < 0;
        patience = Math.min(2 * patience, limitMillis)) {
      finding = attempt(source, address, patience, firstMillis);
    }
    return finding;
  }

  private static Finding attempt(
      Source source, InetSocketAddress address, int patienceMillis, int lastingMillis)
      throws IOException {
    try (Socket socket = source.open()) {
      try {
        socket.connect(address, patienceMillis);
      } catch (ConnectException e) {
        return Finding.REFUSED;
      } catch (NoRouteToHostException e) {
        throw e;
      } catch (SocketTimeoutException | SocketException e) {
        LockSupport.parkNanos(PAUSE_NANOS); // reset before we knew that it was connected
        return Finding.UNKNOWN;
      }
      return lasts(socket, lastingMillis) ? Finding.ALIVE : Finding.UNKNOWN;
    }
  }

  private static boolean lasts(Socket socket, int millis) {
    try {
      socket.setSoTimeout(millis);
      if (socket.getInputStream().read() >= 0) {
        return true;
      }
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      // reset: by a process that ends, or one that has too many strangers
    }
    LockSupport.parkNanos(PAUSE_NANOS);
    return false;
  }
}
