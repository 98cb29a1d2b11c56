package org.batonha.transport;

import org.jgroups.protocols.TransferQueueBundler;

/**
 * JGroups' bundler with one queue, which keeps what it was given.
 *
 * <p>Not {@code per-destination}, JGroups' default: it drops what is queued for a member as soon as
 * the view without it is installed. In a quarter of clean stops that is the answer which lets the
 * member leave, and the leave then takes 1 to 3 s instead of 0.1 s.
 *
 * <p>Nor {@code transfer-queue} as it is: {@code RED} looks at the length of its queue, and drops
 * some of what is sent in bulk, though the windows of {@code NAKACK4} and {@code UNICAST4} bound
 * the queue already; each loss then costs a retransmission. With the default bundler, RED does
 * nothing.
 */
public final class KeepingBundler extends TransferQueueBundler {
  /**
   * Messages that may wait: several whole windows (16,384 messages each) of the protocols above.
   * What does not fit is dropped, and asked for again.
   */
  public static final int CAPACITY = 65_536;

  private static final int UNTOLD = -1;

  /** Needed by JGroups, which makes it by its name. */
  public KeepingBundler() {
    capacity = CAPACITY;
    remove_queue_capacity = CAPACITY / 16;
  }

  /** Returns -1, by which JGroups means that the bundler does not tell: so RED leaves it alone. */
  @Override
  public int getQueueSize() {
    return UNTOLD;
  }

  /** Returns the number of messages that wait. */
  @Override
  public int size() {
    return super.size() - UNTOLD + queue.size(); // super counts getQueueSize()
  }
}
