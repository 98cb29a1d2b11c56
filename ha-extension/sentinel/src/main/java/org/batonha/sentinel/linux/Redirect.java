package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.keeper.Log;

/**
 * Sends {@link Latecomers} on to where the address is now. What fails here costs a client the
 * second after which it tries again, and is only logged. Thread-safe.
 */
final class Redirect {
  private static final long LOOK_NANOS = 5_000_000;
  private static final int REHEARSALS = 250;

  private final Latecomers latecomers = new Latecomers();
  private final Map<String, SynSocket> sockets = new ConcurrentHashMap<>();
  private final Log log;

  Redirect(Log log) {
    this.log = log;
  }

  /**
   * Does it all in vain, so that the first time loads no classes.
   *
   * @param loopback a device that is up
   */
  void rehearse(Link loopback) {
    Latecomers nobody = new Latecomers();
    byte[] frame = TcpSyn.example();
    byte[] mac = new byte[6];
    InetAddress address = TcpSyn.target(frame).orElseThrow();
    for (int round = 0; round < REHEARSALS; round++) {
      nobody.left(address, round);
      nobody.came(frame, mac, round);
      nobody.claimed(address, mac, mac, round);
      nobody.isExpecting(round);
    }
    try (SynSocket socket = new SynSocket(loopback)) {
      socket.listen();
    } catch (LastErrorException e) {
      say(loopback, e);
    }
  }

  /** Makes a device ready: it takes some milliseconds the first time. */
  void prepare(Link link) {
    SynSocket socket = sockets.get(link.name());
    if (socket != null && socket.link().equals(link)) {
      return;
    }
    try {
      SynSocket made = new SynSocket(link);
      SynSocket before = sockets.put(link.name(), made);
      if (before != null) {
        before.close();
      }
    } catch (LastErrorException e) {
      say(link, e);
    }
  }

  /** To be called just before an address takes nothing in any more. */
  void left(Link link, InetAddress address) {
    latecomers.left(address, System.nanoTime());
    SynSocket socket = sockets.get(link.name());
    if (socket == null) {
      return;
    }
    try {
      if (socket.listen()) {
        Thread thread = new Thread(() -> serve(socket), "latecomers-" + link.name());
        thread.setDaemon(true);
        thread.start();
      }
    } catch (LastErrorException e) {
      say(link, e);
    }
  }

  /** To be called when an address is here again. */
  void returned(InetAddress address) {
    latecomers.returned(address);
  }

  /** Another host was heard to have an address. */
  void claimed(Claim claim) {
    SynSocket socket = sockets.get(claim.device());
    if (socket == null || claim.kind() != Claim.Kind.HAS) {
      return;
    }
    byte[] holder = Mac.bytes(claim.mac());
    try {
      latecomers
          .claimed(claim.ip(), holder, socket.link().mac(), System.nanoTime())
          .forEach(socket::send);
    } catch (LastErrorException e) {
      say(socket.link(), e);
    }
  }

  /** Waits until nobody can come late any more: {@link Latecomers#PATIENCE} at most. */
  void awaitEnd() {
    while (latecomers.isExpecting(System.nanoTime()) && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void serve(SynSocket socket) {
    try {
      while (latecomers.isExpecting(System.nanoTime())) {
        socket
            .next()
            .ifPresent(
                frame ->
                    latecomers
                        .came(frame, socket.link().mac(), System.nanoTime())
                        .forEach(socket::send));
      }
    } catch (LastErrorException e) {
      say(socket.link(), e);
    }
    // Another, that hears nothing again: a packet socket once bound stays so.
    sockets.remove(socket.link().name(), socket);
    socket.close();
    prepare(socket.link());
  }

  private void say(Link link, LastErrorException e) {
    log.warn(
        "%s: who connects in the moment when an address moves will have to do so again: %s"
            .formatted(link.name(), Libc.strerror(e.getErrorCode())));
  }
}
