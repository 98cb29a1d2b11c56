package org.batonha.transport.wire;

import java.nio.ByteBuffer;

/**
 * The payload of a HEARTBEAT. Clocks are never compared between hosts: the echo is the receiver's
 * own time, come back.
 *
 * @param multicastHeard the receiver's last HELLOs to the group reached the sender on this link
 * @param target the boot id of whom it is for
 * @param number counts the sender's heartbeats to the receiver on this link, from 1
 * @param sentNanos the sender's monotonic clock
 * @param echoNanos the newest {@code sentNanos} that the sender has of the receiver
 * @param heldNanos how long the sender had it before it sent this; -1 when it has none
 * @param unheardNanos for how long nothing came to the sender from the receiver on this link but
 *     multicasts; -1 when nothing ever did
 * @param received the highest sequence of DATA that the sender has of the receiver over this link
 * @param lossPermille the receiver's heartbeats that the sender misses, of the last ones, 0 to 1000
 */
public record Heartbeat(
    boolean multicastHeard,
    long target,
    long number,
    long sentNanos,
    long echoNanos,
    long heldNanos,
    long unheardNanos,
    long received,
    int lossPermille) {
  public static final int LENGTH = 59;

  public byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .put((byte) (multicastHeard ? 1 : 0))
        .putLong(target)
        .putLong(number)
        .putLong(sentNanos)
        .putLong(echoNanos)
        .putLong(heldNanos)
        .putLong(unheardNanos)
        .putLong(received)
        .putShort((short) lossPermille)
        .array();
  }

  public static Heartbeat decode(ByteBuffer in) throws BadFrameException {
    if (in.remaining() != LENGTH) {
      throw malformed("a heartbeat of " + in.remaining() + " bytes");
    }
    int flags = in.get();
    if ((flags & ~1) != 0) {
      throw malformed("heartbeat flags " + flags);
    }
    Heartbeat heartbeat =
        new Heartbeat(
            flags == 1,
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getShort());
    if (heartbeat.number <= 0
        || heartbeat.received < 0
        || heartbeat.lossPermille < 0
        || heartbeat.lossPermille > 1000) {
      throw malformed("a heartbeat that contradicts itself");
    }
    return heartbeat;
  }

  private static BadFrameException malformed(String what) {
    return new BadFrameException(DropCause.MALFORMED, what);
  }
}
