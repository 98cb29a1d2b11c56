package org.batonha.transport.link;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameWriter;
import org.batonha.transport.wire.OutFrame;

/**
 * The connection to one peer of a tcp link: one writer thread with its own queue, so that a peer
 * whose cable was pulled, and to whom a write blocks, holds up nobody else.
 *
 * <p>Each side connects to the other and writes on its own connection only. (Rejected: one shared
 * connection. It needs a rule for who keeps which when both connect at once.) The returning
 * direction is read for nothing but its end.
 */
final class TcpPeer {
  public static final long MIN_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  public static final long MAX_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A connection that lasted this long is no sign of a peer that only takes and breaks them. */
  public static final long GOOD_SESSION_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final TcpLink link;
  private final InetSocketAddress address;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LongAdder errors = new LongAdder();
  private FrameWriter writer; // writer thread only, as its buffer
  private ByteBuffer buffer = ByteBuffer.allocate(Frame.MAX_DATAGRAM + Integer.BYTES);
  private SendQueue queue; // null while nothing can be sent: backing off, or closed
  private Socket socket;
  private boolean established; // was connected, and its end was neither announced nor reported yet
  private boolean hurry;
  private boolean closed;
  private volatile boolean failed;
  private volatile boolean flushed = true;

  public TcpPeer(TcpLink link, InetSocketAddress address) {
    this.link = link;
    this.address = address;
    this.queue = link.newQueue();
  }

  public InetSocketAddress address() {
    return address;
  }

  /** Tells whether the last attempt to connect has failed. */
  public boolean failed() {
    return failed;
  }

  long queuedBytes() {
    SendQueue current = queue();
    return current == null ? 0 : current.bytes();
  }

  public boolean offer(OutFrame frame) {
    SendQueue current = queue();
    return current != null && current.offer(null, frame);
  }

  public void awaitRoom(long nanos) throws InterruptedException {
    SendQueue current = queue();
    if (current != null) {
      current.awaitRoom(nanos);
    }
  }

  /** Waits until all is written, at most for the time given. */
  public void awaitFlushed(long deadlineNanos) throws InterruptedException {
    SendQueue current = queue();
    if (current == null || !isEstablished()) {
      return;
    }
    current.awaitEmpty(deadlineNanos - System.nanoTime());
    while (!flushed && deadlineNanos - System.nanoTime() > 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Breaks what may block, and drops what waits; then tries to connect again. */
  public void abandon() {
    lock.lock();
    try {
      if (socket != null) {
        link.closeQuietly(socket);
      }
      if (queue != null) {
        queue.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A connection has ended: break it here too, unless it was replaced already. */
  public void ended(Socket connection) {
    lock.lock();
    try {
      if (socket == connection) {
        abandon();
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

  /** The writer thread: connect, write until it breaks, again. */
  public void run() {
    long backoffNanos = MIN_BACKOFF_NANOS;
    writer = link.wire().writer(link.id());
    try {
      while (open()) {
        long beganNanos = System.nanoTime();
        if (session() && System.nanoTime() - beganNanos > GOOD_SESSION_NANOS) {
          backoffNanos = MIN_BACKOFF_NANOS; // a good connection broke: again at once
        } else {
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
    try (Socket connection = link.newSocket(address)) {
      adopt(connection);
      connection.connect(address, link.connectMillis());
      connected = true;
      established(connection);
      write(connection);
    } catch (ConnectException e) {
      link.connectRefused(this, e);
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

  private void write(Socket connection) throws IOException, InterruptedException {
    SendQueue current = queue();
    if (current == null) {
      return;
    }
    OutputStream out = new BufferedOutputStream(connection.getOutputStream(), TcpReader.BUFFER);
    writeFrame(out, link.handler().greeting(link, address));
    out.flush();
    SendQueue.Item item = current.take();
    while (item != null) {
      flushed = false;
      writeFrame(out, item.frame());
      item = current.poll();
      if (item == null) {
        out.flush();
        flushed = true;
        item = current.take();
      }
    }
  }

  private void writeFrame(OutputStream out, OutFrame frame) throws IOException {
    int room = Integer.BYTES + frame.maxLength();
    if (buffer.capacity() < room) {
      buffer = ByteBuffer.allocate(room);
    }
    buffer.clear().position(Integer.BYTES);
    writer.write(buffer, frame);
    buffer.putInt(0, buffer.position() - Integer.BYTES);
    out.write(buffer.array(), 0, buffer.position());
  }

  private boolean open() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isEstablished() {
    lock.lock();
    try {
      return established;
    } finally {
      lock.unlock();
    }
  }

  private SendQueue queue() {
    lock.lock();
    try {
      return queue;
    } finally {
      lock.unlock();
    }
  }

  private void adopt(Socket connection) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("closed");
      }
      socket = connection;
      hurry = false;
      if (queue == null) {
        queue = link.newQueue();
      }
    } finally {
      lock.unlock();
    }
  }

  private void established(Socket connection) {
    lock.lock();
    try {
      established = !closed;
    } finally {
      lock.unlock();
    }
    failed = false;
    link.watch(this, connection);
  }

  private void release() {
    lock.lock();
    try {
      socket = null;
      if (queue != null) {
        queue.close();
        queue = null;
      }
      flushed = true;
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
