package org.batonha.transport.wire;

import java.nio.ByteBuffer;

/**
 * A frame as it came from the wire. Its payload lies in the receive buffer, so it is valid only
 * until the receiver returns. The layout is in {@code docs/wire-format.md}.
 *
 * @param sequence DATA: the sender's number for the frame, the same on all links; else 0
 */
public record Frame(
    FrameType type,
    int cluster,
    int link,
    long boot,
    long sequence,
    byte[] buffer,
    int offset,
    int length) {
  public static final int HEADER_LENGTH = 28;
  public static final short MAGIC = (short) 0xBA70;
  public static final int VERSION = 1;

  /** The longest frame that fits into one UDP datagram over IPv4. */
  public static final int MAX_DATAGRAM = 65_507;

  /** The longest frame on a TCP link. */
  public static final int MAX_STREAM = 16 * 1024 * 1024;

  /** Reads one frame that fills {@code length} bytes exactly. */
  public static Frame decode(byte[] buffer, int offset, int length) throws BadFrameException {
    if (length < 4 || readShort(buffer, offset) != MAGIC) {
      throw new BadFrameException(DropCause.NOT_BATON, "no magic number");
    }
    int version = buffer[offset + 2] & 0xFF;
    if (version != VERSION) {
      throw new BadFrameException(DropCause.UNKNOWN_VERSION, "version " + version);
    }
    FrameType type = FrameType.of(buffer[offset + 3] & 0xFF);
    if (type == null) {
      throw new BadFrameException(DropCause.UNKNOWN_VERSION, "type " + (buffer[offset + 3] & 0xFF));
    }
    if (length < HEADER_LENGTH || length > MAX_STREAM) {
      throw new BadFrameException(DropCause.MALFORMED, "a frame of " + length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(buffer, offset + 4, HEADER_LENGTH - 4);
    int cluster = in.getInt();
    int link = in.getInt();
    long boot = in.getLong();
    long sequence = in.getLong();
    if (type == FrameType.DATA ? sequence <= 0 : sequence != 0) {
      throw new BadFrameException(DropCause.MALFORMED, type + " with sequence " + sequence);
    }
    return new Frame(
        type,
        cluster,
        link,
        boot,
        sequence,
        buffer,
        offset + HEADER_LENGTH,
        length - HEADER_LENGTH);
  }

  /** Writes a frame's header; the payload follows it on the wire. */
  public static void encodeHeader(
      ByteBuffer out, FrameType type, int cluster, int link, long boot, long sequence) {
    out.putShort(MAGIC).put((byte) VERSION).put((byte) type.code());
    out.putInt(cluster).putInt(link).putLong(boot).putLong(sequence);
  }

  /** Returns the payload for reading. */
  public ByteBuffer payload() {
    return ByteBuffer.wrap(buffer, offset, length).slice();
  }

  private static short readShort(byte[] buffer, int offset) {
    return (short) ((buffer[offset] & 0xFF) << 8 | buffer[offset + 1] & 0xFF);
  }
}
