package org.batonha.transport.link;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.batonha.transport.wire.Chunks;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.OutFrame;

/**
 * Frames that wait for one sender thread; thread-safe. Bounded by bytes, for messages differ a
 * hundredfold in size; heartbeats and the like have their own small room and go first, so that a
 * bulk of data never looks like a dead link.
 */
public final class SendQueue {
  public static final int MAX_URGENT = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final Chunks chunks;
  private final Deque<Item> urgent = new ArrayDeque<>();
  private final Deque<Item> items = new ArrayDeque<>();
  private final int maxBytes;
  private int bytes;
  private volatile int waiting;
  private boolean open = true;

  /** A frame and where it goes; {@code null} where the sender has but one destination. */
  public record Item(InetSocketAddress destination, OutFrame frame) {}

  public SendQueue(int maxBytes) {
    this.maxBytes = maxBytes;
    this.chunks = new Chunks(maxBytes / 2); // as much as is taken out before more comes in
  }

  /** Adds a frame if there is room, DATA as a copy; never blocks. */
  public boolean offer(InetSocketAddress destination, OutFrame frame) {
    lock.lock();
    try {
      if (!open || !hasRoom(frame)) {
        return false;
      }
      OutFrame kept = frame.type() == FrameType.DATA ? chunks.copy(frame) : frame;
      (frame.urgent() ? urgent : items).add(new Item(destination, kept));
      bytes += frame.urgent() ? 0 : frame.maxLength();
      waiting++;
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  // An empty queue takes a frame of any size: else a big one could never be sent.
  private boolean hasRoom(OutFrame frame) {
    return frame.urgent()
        ? urgent.size() < MAX_URGENT
        : items.isEmpty() || bytes + frame.maxLength() <= maxBytes;
  }

  /** Tells whether nothing waits. */
  public boolean isEmpty() {
    return waiting == 0;
  }

  /** Returns how many bytes of messages wait. */
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there may be room again, or the time is over. */
  public void awaitRoom(long nanos) throws InterruptedException {
    lock.lock();
    try {
      if (open && bytes > maxBytes / 2) {
        drained.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next frame; waits for one; {@code null} when the queue is closed. */
  public Item take() throws InterruptedException {
    lock.lock();
    try {
      while (open && urgent.isEmpty() && items.isEmpty()) {
        filled.await();
      }
      return open ? next() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next frame if one is there. */
  public Item poll() {
    lock.lock();
    try {
      return open ? next() : null;
    } finally {
      lock.unlock();
    }
  }

  private Item next() {
    Item item = urgent.poll();
    if (item == null) {
      item = items.poll();
      bytes -= item == null ? 0 : item.frame().maxLength();
    }
    waiting = urgent.size() + items.size();
    if (bytes <= maxBytes / 2) {
      drained.signalAll();
    }
    return item;
  }

  /** What was taken is written: its payload's place may be used again. */
  public void release(Item item) {
    if (item.frame().type() == FrameType.DATA) {
      lock.lock();
      try {
        chunks.release(item.frame());
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until everything was taken, at most for the time given. */
  public void awaitEmpty(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    lock.lock();
    try {
      while (open && !(urgent.isEmpty() && items.isEmpty())) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        drained.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(5)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what waits and refuses what comes; a waiting taker gets {@code null}. */
  public void close() {
    lock.lock();
    try {
      open = false;
      urgent.clear();
      items.clear();
      waiting = 0;
      bytes = 0;
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
