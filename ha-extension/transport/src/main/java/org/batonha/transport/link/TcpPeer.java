package org.batonha.transport.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.batonha.transport.wire.OutFrame;

/**
 * The connection to one peer of a tcp link: one thread of its own connects, and connects again.
 *
 * <p>Each side connects to the other and writes on its own connection only. (Rejected: one shared
 * connection. It needs a rule for who keeps which when both connect at once.)
 */
final class TcpPeer {
  public static final long MIN_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  public static final long MAX_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A connection that lasted this long is no sign of a peer that only takes and breaks them. */
  public static final long GOOD_SESSION_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** An address at which nobody was ever reached, and where none is expected, is tried so long. */
  public static final long STRANGER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final TcpLink link;
  private final InetSocketAddress address;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LongAdder errors = new LongAdder();
  private TcpSender sender; // null while nothing can be sent: backing off, or closed
  private SocketChannel channel;
  private boolean established; // was connected, and its end was neither announced nor reported yet
  private boolean hurry;
  private boolean closed;
  private volatile boolean failed;
  private volatile boolean reached; // was connected, at least once
  private final long bornNanos = System.nanoTime();

  public TcpPeer(TcpLink link, InetSocketAddress address) {
    this.link = link;
    this.address = address;
    this.sender = link.newSender();
  }

  public InetSocketAddress address() {
    return address;
  }

  /** Tells whether the last attempt to connect has failed. */
  public boolean failed() {
    return failed;
  }

  /** Tells whether there was a connection, ever. */
  boolean reached() {
    return reached;
  }

  long queuedBytes() {
    TcpSender current = sender();
    return current == null ? 0 : current.queuedBytes();
  }

  public boolean offer(OutFrame frame) {
    TcpSender current = sender();
    return current != null && current.send(frame);
  }

  public void awaitRoom(long nanos) throws InterruptedException {
    TcpSender current = sender();
    if (current != null) {
      current.awaitRoom(nanos);
    }
  }

  /** Waits until all is written, at most until a time. */
  public void awaitFlushed(long deadlineNanos) throws InterruptedException {
    TcpSender current = sender();
    if (current != null) {
      current.awaitFlushed(deadlineNanos);
    }
  }

  /** Breaks the connection, and drops what waits; then tries to connect again. */
  public void abandon() {
    lock.lock();
    try {
      if (channel != null) {
        link.closeQuietly(channel); // it may be connecting
      }
      if (sender != null) {
        sender.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The peer lives: connect now instead of backing off further. */
  public void hurry() {
    lock.lock();
    try {
      hurry = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The end of the connection will be no news. */
  public void expectEnd() {
    lock.lock();
    try {
      established = false;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the end of this connection would be news, and that it now is told. */
  public boolean takeEstablished() {
    lock.lock();
    try {
      boolean was = established;
      established = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  public void close() {
    lock.lock();
    try {
      closed = true;
      established = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    abandon();
  }

  /** The connection's thread: connect, write until it breaks, again. */
  public void run() {
    long backoffNanos = MIN_BACKOFF_NANOS;
    try {
      while (open() && !Thread.currentThread().isInterrupted()) {
        long beganNanos = System.nanoTime();
        if (session() && System.nanoTime() - beganNanos > GOOD_SESSION_NANOS) {
          backoffNanos = MIN_BACKOFF_NANOS; // a good connection broke: again at once
        } else {
          if (System.nanoTime() - bornNanos > STRANGER_NANOS) {
            link.dismiss(this);
          }
          backOff(backoffNanos);
          backoffNanos = Math.min(2 * backoffNanos, MAX_BACKOFF_NANOS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether there was a connection. */
  private boolean session() throws InterruptedException {
    boolean connected = false;
    try (SocketChannel connection = link.newChannel(address)) {
      TcpSender current = adopt(connection);
      connection.socket().connect(address, link.connectMillis());
      connected = true;
      established();
      current.run(connection, link.handler().greeting(link, address));
    } catch (ConnectException e) {
      link.connectRefused(this);
    } catch (IOException e) {
      errors.increment();
      link.log.debug("link '%s': %s: %s", link.name(), address, e.getMessage());
    } finally {
      failed = !connected;
      release();
      if (connected && open()) {
        link.handler().broken(link, address);
      }
    }
    return connected;
  }

  private boolean open() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private TcpSender sender() {
    lock.lock();
    try {
      return sender;
    } finally {
      lock.unlock();
    }
  }

  private TcpSender adopt(SocketChannel connection) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("closed");
      }
      channel = connection;
      hurry = false;
      if (sender == null) {
        sender = link.newSender();
      }
      return sender;
    } finally {
      lock.unlock();
    }
  }

  private void established() {
    lock.lock();
    try {
      established = !closed;
    } finally {
      lock.unlock();
    }
    failed = false;
    reached = true;
  }

  private void release() {
    lock.lock();
    try {
      channel = null;
      if (sender != null) {
        sender.close();
        sender = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void backOff(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!closed && !hurry && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
