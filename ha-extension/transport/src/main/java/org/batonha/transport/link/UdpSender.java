package org.batonha.transport.link;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameWriter;
import org.batonha.transport.wire.OutFrame;
import org.jgroups.logging.Log;

/**
 * What is sent from one datagram socket, which does not block; thread-safe.
 *
 * <p>Who has a frame sends it, as long as nothing waits and the system takes it, as {@link
 * TcpSender} does and for the same reason. What the system does not take waits in the queue for the
 * link's own thread, so that an interface that is slow holds up nobody.
 */
final class UdpSender implements AutoCloseable {
  /** Where datagrams go to. */
  interface Outlet extends Closeable {
    /**
     * Returns whether the system took it; does not block.
     *
     * @throws IOException when it never will
     */
    boolean send(ByteBuffer datagram, InetSocketAddress destination) throws IOException;

    /** Waits until the system may take more, or this is closed. */
    void awaitRoom() throws IOException;
  }

  /** It is said of so many destinations that nothing can be sent there; more are only counted. */
  static final int MAX_FAILING = 256;

  private final String link;
  private final Outlet outlet;
  private final SendQueue queue;
  private final DropCounters drops;
  private final Log log;
  private final ReentrantLock writing = new ReentrantLock();
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(Frame.MAX_DATAGRAM); // the lock's
  private FrameWriter writer; // the lock's; null: not started
  private final Set<InetSocketAddress> failing = new HashSet<>(); // the lock's: one line per change
  private volatile boolean closed;

  UdpSender(String link, Outlet outlet, SendQueue queue, DropCounters drops, Log log) {
    this.link = link;
    this.outlet = outlet;
    this.queue = queue;
    this.drops = drops;
    this.log = log;
  }

  /** From now on frames are sent, those too that wait already. */
  void start(FrameWriter newWriter) {
    writing.lock();
    try {
      writer = newWriter;
    } finally {
      writing.unlock();
    }
  }

  /** Sends a frame, or queues it; never blocks; {@code false}: there is no room. */
  boolean send(InetSocketAddress destination, OutFrame frame) {
    if (queue.isEmpty() && writing.tryLock()) {
      try {
        if (writer != null && trySend(destination, frame)) {
          return true;
        }
      } finally {
        writing.unlock();
      }
    }
    return queue.offer(destination, frame);
  }

  /** Sends what waits until this is closed; for the link's own thread. */
  void run() {
    try {
      for (SendQueue.Item item = queue.take(); item != null; item = queue.take()) {
        sendPatiently(item);
        queue.release(item);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.debug("link '%s' sends nothing any more: %s", link, e.getMessage());
    }
  }

  private void sendPatiently(SendQueue.Item item) throws IOException {
    writing.lock();
    try {
      while (!closed && !trySend(item.destination(), item.frame())) {
        outlet.awaitRoom(); // all others queue meanwhile
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * Returns whether the system took it. An interface that is down, or has lost its address, must
   * not stop the link for ever: what it refuses is lost.
   */
  private boolean trySend(InetSocketAddress destination, OutFrame frame) {
    datagram.clear();
    writer.write(datagram, frame);
    datagram.flip();
    try {
      boolean taken = outlet.send(datagram, destination);
      if (taken && failing.remove(destination)) {
        log.info("link '%s' sends to %s again", link, destination);
      }
      return taken;
    } catch (IOException | RuntimeException e) {
      drops.count(DropCause.SEND_ERROR);
      if (!closed && failing.size() < MAX_FAILING && failing.add(destination)) {
        log.warn(
            "link '%s' cannot send to %s: %s; it goes on trying",
            link, destination, e.getMessage() == null ? e.toString() : e.getMessage());
      }
      return true;
    }
  }

  long queuedBytes() {
    return queue.bytes();
  }

  void awaitRoom(long nanos) throws InterruptedException {
    queue.awaitRoom(nanos);
  }

  /** Waits until what waits has left, at most for the time given. */
  void flush(long nanos) {
    try {
      queue.awaitEmpty(nanos);
      // The last frame may be on its way between the queue and the socket.
      if (writing.tryLock(nanos, TimeUnit.NANOSECONDS)) {
        writing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Drops what waits, and ends {@link #run}; the socket stays open. */
  @Override
  public void close() throws IOException {
    closed = true;
    queue.close();
    outlet.close();
  }
}
