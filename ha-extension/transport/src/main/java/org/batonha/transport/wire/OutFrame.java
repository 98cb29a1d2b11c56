package org.batonha.transport.wire;

import java.util.Arrays;

/**
 * A frame to be sent. Its payload lies in somebody's buffer: that of DATA is valid only until the
 * call that brought it returns, and whoever queues it makes a copy ({@link Chunks}).
 *
 * @param sequence DATA: the number by which receivers tell copies; else 0
 * @param buffer where the payload lies; not to be changed
 * @param offset where in the buffer it begins
 * @param length how long it is
 */
public record OutFrame(FrameType type, long sequence, byte[] buffer, int offset, int length) {
  /** A frame whose payload is a whole array. */
  public OutFrame(FrameType type, long sequence, byte[] payload) {
    this(type, sequence, payload, 0, payload.length);
  }

  /** Returns a copy of the payload. */
  public byte[] payload() {
    return Arrays.copyOfRange(buffer, offset, offset + length);
  }

  /** Returns the same with a payload of its own. */
  public OutFrame copy() {
    return new OutFrame(type, sequence, payload());
  }

  /** Everything but DATA goes before what waits in a queue. */
  public boolean urgent() {
    return type == FrameType.HEARTBEAT || type == FrameType.HELLO;
  }

  /** Returns how long it is at most on the wire, in bytes: sealed. */
  public int maxLength() {
    return Frame.HEADER_LENGTH + Frame.SEAL_LENGTH + length;
  }
}
