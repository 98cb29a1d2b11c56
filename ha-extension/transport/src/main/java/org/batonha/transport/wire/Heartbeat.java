package org.batonha.transport.wire;

import java.nio.ByteBuffer;

/**
 * The payload of a HEARTBEAT. Clocks are never compared between hosts: the echo is the receiver's
 * own time, come back.
 *
 * @param multicastHeard the receiver's multicast reached the sender lately on this link
 * @param target the boot id of whom it is for
 * @param sentNanos the sender's monotonic clock
 * @param echoNanos the newest {@code sentNanos} that the sender has of the receiver
 * @param heldNanos how long the sender had it before it sent this; -1 when it has none
 */
public record Heartbeat(
    boolean multicastHeard, long target, long sentNanos, long echoNanos, long heldNanos) {
  public static final int LENGTH = 33;

  public byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .put((byte) (multicastHeard ? 1 : 0))
        .putLong(target)
        .putLong(sentNanos)
        .putLong(echoNanos)
        .putLong(heldNanos)
        .array();
  }

  public static Heartbeat decode(ByteBuffer in) throws BadFrameException {
    if (in.remaining() != LENGTH) {
      throw new BadFrameException(
          DropCause.MALFORMED, "a heartbeat of " + in.remaining() + " bytes");
    }
    int flags = in.get();
    if ((flags & ~1) != 0) {
      throw new BadFrameException(DropCause.MALFORMED, "heartbeat flags " + flags);
    }
    return new Heartbeat(flags == 1, in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }
}
