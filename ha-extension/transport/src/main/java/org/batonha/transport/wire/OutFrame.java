package org.batonha.transport.wire;

/**
 * A frame to be sent. The payload is shared by all links and never changed.
 *
 * @param sequence DATA: the number by which receivers tell copies; else 0
 */
public record OutFrame(FrameType type, long sequence, byte[] payload) {
  /** Everything but DATA goes before what waits in a queue. */
  public boolean urgent() {
    return type == FrameType.HEARTBEAT || type == FrameType.HELLO;
  }

  /** Returns how long it is at most on the wire, in bytes: sealed. */
  public int maxLength() {
    return Frame.HEADER_LENGTH + Frame.SEAL_LENGTH + payload.length;
  }
}
