package org.batonha.transport.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.OutFrame;

/**
 * Frames that wait for a slow line. Heartbeats and the like go first, and the newest are kept: an
 * old heartbeat is worth nothing. Thread-safe.
 */
final class LineQueue {
  /** How many heartbeats, HELLOs and BYEs wait at most; the oldest goes. */
  static final int MAX_SIGNS = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<OutFrame> signs = new ArrayDeque<>();
  private final Deque<OutFrame> messages = new ArrayDeque<>();
  private final int maxBytes;
  private int bytes;
  private boolean open = true;

  /**
   * Creates an empty one.
   *
   * @param maxBytes how many bytes of messages wait at most
   */
  LineQueue(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds a frame, a message as a copy; {@code false}: there is no room for the message. */
  boolean offer(OutFrame frame) {
    lock.lock();
    try {
      if (!open || frame.type() == FrameType.DATA && bytes + frame.maxLength() > maxBytes) {
        return false;
      }
      if (frame.type() == FrameType.DATA) {
        messages.add(frame.copy());
        bytes += frame.maxLength();
      } else {
        signs.add(frame);
        if (signs.size() > MAX_SIGNS) {
          signs.remove();
        }
      }
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes of messages wait. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next frame and waits for one.
   *
   * @param messagesFromNanos no message is taken before
   * @return {@code null} when the queue is closed
   */
  OutFrame take(long messagesFromNanos) throws InterruptedException {
    lock.lock();
    try {
      while (open) {
        long pauseNanos = messagesFromNanos - System.nanoTime();
        if (!signs.isEmpty()) {
          return signs.remove();
        }
        if (!messages.isEmpty() && pauseNanos <= 0) {
          bytes -= messages.element().maxLength();
          return messages.remove();
        }
        if (messages.isEmpty()) {
          filled.await();
        } else {
          filled.awaitNanos(pauseNanos);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether nothing waits. */
  boolean isEmpty() {
    lock.lock();
    try {
      return signs.isEmpty() && messages.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what waits: there is no line. */
  void clear() {
    lock.lock();
    try {
      signs.clear();
      messages.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what waits and refuses what comes. */
  void close() {
    lock.lock();
    try {
      open = false;
      clear();
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
