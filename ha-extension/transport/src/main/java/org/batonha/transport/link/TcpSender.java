package org.batonha.transport.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.batonha.transport.wire.FrameWriter;
import org.batonha.transport.wire.OutFrame;

/**
 * What is sent over one connection; thread-safe.
 *
 * <p>Who has a frame writes it, as long as nothing waits and the socket takes it: to hand it to
 * another thread costs more than the write, twice in each round trip. The socket does not block, so
 * nobody is held up by a peer that does not read: what the socket does not take goes into the
 * queue, and the connection's own thread writes it, many frames at a time, when the socket takes
 * more.
 */
final class TcpSender implements AutoCloseable {
  /** Bytes that are handed to the system at a time. */
  static final int WIRE_BYTES = 256 * 1024;

  private static final int IGNORED_BYTES = 256;

  private final SendQueue queue;
  private final FrameWriter writer;
  private final ReentrantLock writing = new ReentrantLock();
  private ByteBuffer wire; // the lock's, as what follows: what is being written
  private SocketChannel channel;
  private boolean ready; // connected, and greeted
  private boolean closed;
  private volatile Selector selector;
  private volatile boolean idle; // the connection's own thread waits for frames

  TcpSender(SendQueue queue, FrameWriter writer) {
    this.queue = queue;
    this.writer = writer;
  }

  /** Writes a frame, or queues it; never blocks; {@code false}: there is no room. */
  boolean send(OutFrame frame) {
    if (writing.tryLock()) {
      try {
        if (ready && !wire.hasRemaining() && queue.isEmpty()) {
          writeAtOnce(frame);
          return true;
        }
      } finally {
        writing.unlock();
      }
    }
    if (!queue.offer(null, frame)) {
      return false;
    }
    if (idle) {
      wake();
    }
    return true;
  }

  private void writeAtOnce(OutFrame frame) {
    wire.clear();
    append(frame);
    wire.flip();
    try {
      channel.write(wire);
      if (wire.hasRemaining()) {
        wake();
      }
    } catch (IOException e) {
      // The connection's own thread will see it end, and report it; the frame is lost with it.
      close();
    }
  }

  /**
   * Writes what comes until the connection ends; for its own thread.
   *
   * @param connected connected, in blocking mode
   * @param greeting is sent first
   * @throws IOException when it breaks; when the other side ends it in order, this returns
   */
  void run(SocketChannel connected, OutFrame greeting) throws IOException {
    connected.configureBlocking(false);
    try (Selector own = Selector.open()) {
      SelectionKey key = connected.register(own, SelectionKey.OP_READ);
      open(connected, own, greeting);
      ByteBuffer ignored = ByteBuffer.allocate(IGNORED_BYTES);
      while (!ended(key, ignored)) {
        boolean all = drain();
        idle = all;
        if (!all || queue.isEmpty()) {
          key.interestOps(
              all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          own.select();
        }
        idle = false;
      }
    } catch (CancelledKeyException e) {
      throw new ClosedChannelException(); // another thread was faster
    } finally {
      close();
    }
  }

  /** The returning direction is read for nothing but its end. */
  private static boolean ended(SelectionKey key, ByteBuffer ignored) throws IOException {
    boolean selected = key.selector().selectedKeys().remove(key);
    if (selected && key.isReadable()) {
      return ((SocketChannel) key.channel()).read(ignored.clear()) < 0;
    }
    return Thread.currentThread().isInterrupted();
  }

  private void open(SocketChannel connected, Selector own, OutFrame greeting) throws IOException {
    writing.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      channel = connected;
      selector = own;
      wire = ByteBuffer.allocateDirect(WIRE_BYTES);
      append(greeting);
      wire.flip();
      ready = true;
    } finally {
      writing.unlock();
    }
  }

  /** Writes what waits; {@code false}: the socket takes no more now. */
  private boolean drain() throws IOException {
    writing.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      do {
        channel.write(wire);
        if (wire.hasRemaining()) {
          return false;
        }
        fill();
      } while (wire.hasRemaining());
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** Takes from the queue until half is filled: then one more always fits. */
  private void fill() {
    if (wire.capacity() > WIRE_BYTES) {
      wire = ByteBuffer.allocateDirect(WIRE_BYTES);
    }
    wire.clear();
    SendQueue.Item item = queue.poll();
    while (item != null) {
      append(item.frame());
      queue.release(item);
      item = wire.position() < WIRE_BYTES / 2 ? queue.poll() : null;
    }
    wire.flip();
  }

  private void append(OutFrame frame) {
    int room = Integer.BYTES + frame.maxLength();
    if (wire.remaining() < room) {
      ByteBuffer bigger = ByteBuffer.allocateDirect(wire.position() + room);
      wire = bigger.put(wire.flip());
    }
    int start = wire.position();
    wire.position(start + Integer.BYTES);
    writer.write(wire, frame);
    wire.putInt(start, wire.position() - start - Integer.BYTES);
  }

  /** Waits until all is written, at most until a time; not at all while there is no connection. */
  void awaitFlushed(long deadlineNanos) throws InterruptedException {
    while (!flushed() && deadlineNanos - System.nanoTime() > 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private boolean flushed() {
    writing.lock();
    try {
      return !ready || !wire.hasRemaining() && queue.isEmpty();
    } finally {
      writing.unlock();
    }
  }

  long queuedBytes() {
    return queue.bytes();
  }

  void awaitRoom(long nanos) throws InterruptedException {
    queue.awaitRoom(nanos);
  }

  /** Drops what waits, and breaks the connection. */
  @Override
  public void close() {
    queue.close();
    writing.lock();
    try {
      closed = true;
      ready = false;
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // It is of no use any more, and nobody could do anything about it.
    } finally {
      writing.unlock();
    }
    wake();
  }

  private void wake() {
    Selector current = selector;
    if (current != null) {
      current.wakeup();
    }
  }
}
