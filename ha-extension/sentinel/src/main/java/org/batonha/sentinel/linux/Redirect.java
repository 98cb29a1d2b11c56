package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Pace;

/**
 * Sends {@link Latecomers} on to where the address is now. What fails here costs a client the
 * second after which it tries again, and is only logged. Thread-safe.
 */
final class Redirect {
  private static final long LOOK_NANOS = 5_000_000;
  private static final int REHEARSALS = 250;
  private static final Duration COMPLAINT_INTERVAL = Duration.ofSeconds(10);

  private final Latecomers latecomers = new Latecomers();
  private final Map<String, SynSocket> sockets = new ConcurrentHashMap<>(); // changed under lock
  private final Pace complaints = new Pace(COMPLAINT_INTERVAL);
  private final Log log;

  private final ThreadFactory threads;

  Redirect(Log log) {
    this(log, Thread::new);
  }

  /** Creates one whose threads are made so. */
  Redirect(Log log, ThreadFactory threads) {
    this.log = log;
    this.threads = threads;
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
      nobody.came(frame, "lo", mac, round);
      nobody.claimed(address, mac, List.of(), round);
      nobody.isExpecting(round);
    }
    try (SynSocket socket = new SynSocket(loopback, new Urgency())) {
      socket.listen();
    } catch (LastErrorException e) {
      say(loopback, Libc.strerror(e.getErrorCode()));
    }
  }

  /**
   * Makes a device ready, and starts the thread that it needs: when an address leaves it, there is
   * no time for either.
   */
  void prepare(Link link) {
    try {
      SynSocket next = replaceIfNeeded(link);
      if (next != null) {
        start(next);
      }
    } catch (LastErrorException e) {
      say(link, Libc.strerror(e.getErrorCode()));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      say(link, e.toString());
    }
  }

  /** Returns the new socket; null if the one that is there will do. */
  private synchronized SynSocket replaceIfNeeded(Link link) {
    SynSocket before = sockets.get(link.name());
    if (before != null && (before.isListening() || before.serves(link))) {
      return null; // who listens makes another one in the end
    }
    SynSocket next = new SynSocket(link, new Urgency());
    sockets.put(link.name(), next);
    if (before != null) {
      before.retire();
    }
    return next;
  }

  private void start(SynSocket socket) {
    boolean started = false;
    try {
      Thread thread = threads.newThread(() -> work(socket));
      thread.setName("latecomers-" + socket.link().name());
      thread.setDaemon(true);
      thread.start(); // fails where the limit of threads is reached
      started = true;
    } finally {
      if (!started) {
        discard(socket);
      }
    }
  }

  /**
   * To be called just before an address takes nothing in any more, which must not wait, nor depend
   * on this: nothing is thrown. Where nobody listens nobody is waited for.
   *
   * @return whether somebody listens, so that it matters who has the address next
   */
  boolean left(Link link, InetAddress address) {
    try {
      return listen(link, address);
    } catch (LastErrorException e) {
      say(link, Libc.strerror(e.getErrorCode()));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      say(link, e.toString());
    }
    return false;
  }

  private synchronized boolean listen(Link link, InetAddress address) {
    SynSocket socket = sockets.get(link.name());
    if (socket == null) {
      return false;
    }
    socket.urgency().hurry(Latecomers.PATIENCE, System.nanoTime());
    socket.listen();
    latecomers.left(address, System.nanoTime());
    return true;
  }

  /** To be called when an address is here again. */
  void returned(InetAddress address) {
    latecomers.returned(address);
  }

  /** Another host was heard to have an address. */
  void claimed(Claim claim) {
    if (!latecomers.isAnybodyGone() || claim.kind() != Claim.Kind.HAS) {
      return;
    }
    List<byte[]> own = sockets.values().stream().map(socket -> socket.link().mac()).toList();
    latecomers
        .claimed(claim.ip(), Mac.bytes(claim.mac()), own, System.nanoTime())
        .forEach(this::send);
  }

  /** One that can not be sent now, as with a full queue, does not keep the others. */
  private void send(Latecomers.Onward onward) {
    SynSocket socket = sockets.get(onward.device());
    if (socket == null) {
      return;
    }
    try {
      socket.send(onward.frame());
    } catch (LastErrorException e) {
      latecomers.notSent(onward, socket.link().mac(), System.nanoTime());
      boolean isSaid;
      synchronized (complaints) {
        isSaid = complaints.admits(System.nanoTime());
      }
      if (isSaid) {
        say(socket.link(), Libc.strerror(e.getErrorCode()));
      }
    }
  }

  /** Waits until nobody can come late any more: {@link Latecomers#PATIENCE} at most. */
  void awaitEnd() {
    while (latecomers.isExpecting(System.nanoTime()) && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Serves a device with one socket after the other. Whatever fails: no address depends on it. */
  private void work(SynSocket first) {
    Urgency urgency = first.urgency();
    urgency.begin(Priority.callingThread());
    SynSocket socket = first;
    try {
      while (socket.awaitListening()) {
        SynSocket next;
        do {
          next = serve(socket) ? successorIfNobodyIsExpected(socket) : successor(socket);
        } while (next == socket);
        socket.close(); // takes its time: nobody waits for it here
        socket = next;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LastErrorException e) {
      say(first.link(), Libc.strerror(e.getErrorCode()));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      say(first.link(), e.toString());
    } finally {
      urgency.end();
      discard(socket);
    }
  }

  /** Returns whether it has served to the end: not if the device failed. */
  private boolean serve(SynSocket socket) {
    Link link = socket.link();
    try {
      while (latecomers.isExpecting(System.nanoTime())) {
        socket.urgency().look(System.nanoTime());
        socket
            .next()
            .flatMap(frame -> latecomers.came(frame, link.name(), link.mac(), System.nanoTime()))
            .ifPresent(this::send);
      }
      return true;
    } catch (LastErrorException e) {
      say(link, Libc.strerror(e.getErrorCode()));
      return false;
    } finally {
      socket.urgency().look(System.nanoTime());
    }
  }

  /**
   * Returns this socket if an address has left meanwhile: which had to be before the lock was had,
   * or comes after it, and finds the next one.
   */
  private synchronized SynSocket successorIfNobodyIsExpected(SynSocket socket) {
    return latecomers.isExpecting(System.nanoTime()) ? socket : successor(socket);
  }

  /** Makes another, that hears nothing again: a packet socket once bound stays so. */
  private synchronized SynSocket successor(SynSocket socket) {
    SynSocket next = new SynSocket(socket.link(), socket.urgency());
    sockets.put(socket.link().name(), next);
    return next;
  }

  /** The next {@link #prepare} makes another. */
  private void discard(SynSocket socket) {
    synchronized (this) {
      sockets.remove(socket.link().name(), socket);
    }
    socket.close();
  }

  private void say(Link link, String why) {
    log.warn(
        "%s: who connects in the moment when an address moves will have to do so again: %s"
            .formatted(link.name(), why));
  }
}
