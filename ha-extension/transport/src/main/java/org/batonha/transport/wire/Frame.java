package org.batonha.transport.wire;

import java.nio.ByteBuffer;

/**
 * A frame as it came from the wire. Its payload lies in the receive buffer, so it is valid only
 * until the receiver returns. The layout is in {@code docs/wire-format.md}.
 *
 * @param sealed the payload is still encrypted
 * @param sequence DATA: the sender's number for the frame, the same on all links; else 0
 * @param keyId sealed: which key; else 0
 * @param counter sealed: the number of the frame on its link; else 0
 * @param start where the header begins in the buffer
 * @param offset where the payload begins
 * @param length how long the payload is; while sealed, with the tag
 */
public record Frame(
    FrameType type,
    boolean sealed,
    int cluster,
    int link,
    long boot,
    long sequence,
    int keyId,
    long counter,
    byte[] buffer,
    int start,
    int offset,
    int length) {
  public static final int HEADER_LENGTH = 28;

  /** A sealed frame's header has the key's id and the frame's number as well. */
  public static final int SEALED_HEADER_LENGTH = HEADER_LENGTH + 12;

  /** By how much a sealed frame is longer than a plain one. */
  public static final int SEAL_LENGTH = 12 + Aead.TAG_LENGTH;

  static final short MAGIC = (short) 0xBA70;
  static final int VERSION = 4;
  static final int SEALED = 0x80;

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
    int code = buffer[offset + 3] & 0xFF;
    boolean sealed = (code & SEALED) != 0;
    FrameType type = FrameType.of(code & ~SEALED);
    if (type == null) {
      throw new BadFrameException(DropCause.UNKNOWN_VERSION, "type " + code);
    }
    int least = sealed ? HEADER_LENGTH + SEAL_LENGTH : HEADER_LENGTH;
    if (length < least || length > MAX_STREAM) {
      throw new BadFrameException(DropCause.MALFORMED, "a frame of " + length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(buffer, offset + 4, least - 4);
    int cluster = in.getInt();
    int link = in.getInt();
    long boot = in.getLong();
    long sequence = in.getLong();
    if (type == FrameType.DATA ? sequence <= 0 : sequence != 0) {
      throw new BadFrameException(DropCause.MALFORMED, type + " with sequence " + sequence);
    }
    int keyId = sealed ? in.getInt() : 0;
    long counter = sealed ? in.getLong() : 0;
    if (sealed && counter <= 0) {
      throw new BadFrameException(DropCause.MALFORMED, "number " + counter);
    }
    int header = sealed ? SEALED_HEADER_LENGTH : HEADER_LENGTH;
    return new Frame(
        type,
        sealed,
        cluster,
        link,
        boot,
        sequence,
        keyId,
        counter,
        buffer,
        offset,
        offset + header,
        length - header);
  }

  /** Returns where the frame ends in the buffer. */
  int end() {
    return offset + length;
  }

  /** Returns this frame once its payload is in clear. */
  Frame opened(int payloadLength) {
    return new Frame(
        type,
        false,
        cluster,
        link,
        boot,
        sequence,
        keyId,
        counter,
        buffer,
        start,
        offset,
        payloadLength);
  }

  /** Returns the payload for reading. */
  public ByteBuffer payload() {
    return ByteBuffer.wrap(buffer, offset, length).slice();
  }

  private static short readShort(byte[] buffer, int offset) {
    return (short) ((buffer[offset] & 0xFF) << 8 | buffer[offset + 1] & 0xFF);
  }
}
