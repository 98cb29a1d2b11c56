package org.batonha.sentinel.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * One netlink message (RFC 3549 section 2.2): a header, a fixed part that depends on the type, and
 * attributes. Everything in the host's byte order.
 */
final class NetlinkMessage {
  static final int HEADER = 16;

  static final int REQUEST = 0x1;
  static final int ACK = 0x4;
  static final int REPLACE = 0x100;
  static final int EXCL = 0x200;
  static final int CREATE = 0x400;
  static final int DUMP = 0x300;

  static final int TYPE_ERROR = 2;
  static final int TYPE_DONE = 3;

  private static final int NESTED = 96;

  private final ByteBuffer bytes;

  private NetlinkMessage(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.nativeOrder());
  }

  /** Begins a message to the kernel; {@code capacity} is for all that follows the header. */
  static NetlinkMessage of(int type, int flags, int capacity) {
    NetlinkMessage message = new NetlinkMessage(ByteBuffer.allocate(HEADER + capacity));
    message.bytes.putInt(0).putShort((short) type).putShort((short) flags).putInt(0).putInt(0);
    return message;
  }

  /** Begins what is nested in an attribute: attributes without a header. */
  static NetlinkMessage attributes() {
    return of(0, 0, NESTED);
  }

  /** Returns all that follows the header. */
  byte[] body() {
    byte[] body = new byte[bytes.position() - HEADER];
    bytes.get(HEADER, body);
    return body;
  }

  /** Reads the message at the buffer's position, and moves the position behind it. */
  static NetlinkMessage next(ByteBuffer buffer) {
    ByteBuffer rest = buffer.slice().order(ByteOrder.nativeOrder());
    int length = rest.getInt(0);
    if (length < HEADER || length > rest.capacity()) {
      throw new IllegalStateException(
          "the kernel sent a netlink message of %d bytes in a buffer of %d"
              .formatted(length, rest.capacity()));
    }
    rest.limit(length);
    buffer.position(Math.min(buffer.limit(), buffer.position() + align(length)));
    return new NetlinkMessage(rest);
  }

  NetlinkMessage put8(int value) {
    bytes.put((byte) value);
    return this;
  }

  NetlinkMessage put16(int value) {
    bytes.putShort((short) value);
    return this;
  }

  NetlinkMessage put32(int value) {
    bytes.putInt(value);
    return this;
  }

  NetlinkMessage put(byte[] value) {
    bytes.put(value);
    return this;
  }

  NetlinkMessage attribute(int type, byte[] value) {
    bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    while (bytes.position() % 4 != 0) {
      bytes.put((byte) 0);
    }
    return this;
  }

  /** Returns the finished message with this sequence number. */
  byte[] finish(int sequence) {
    bytes.putInt(0, bytes.position()).putInt(8, sequence);
    byte[] finished = new byte[bytes.position()];
    bytes.get(0, finished);
    return finished;
  }

  int type() {
    return bytes.getShort(4) & 0xffff;
  }

  int sequence() {
    return bytes.getInt(8);
  }

  /** Returns the port of the socket whose request caused this; 0 for the kernel itself. */
  int port() {
    return bytes.getInt(12);
  }

  /** Returns the errno of a message of {@link #TYPE_ERROR}; 0 is the acknowledgement. */
  int errno() {
    return -bytes.getInt(HEADER);
  }

  int get8(int offset) {
    return bytes.get(HEADER + offset) & 0xff;
  }

  int get16(int offset) {
    return bytes.getShort(HEADER + offset) & 0xffff;
  }

  int get32(int offset) {
    return bytes.getInt(HEADER + offset);
  }

  byte[] getBytes(int offset, int length) {
    byte[] copy = new byte[length];
    bytes.get(HEADER + offset, copy);
    return copy;
  }

  /** Returns an attribute's value; {@code fixedPart} is the length of what precedes attributes. */
  Optional<byte[]> attribute(int fixedPart, int type) {
    int at = HEADER + align(fixedPart);
    while (at + 4 <= bytes.limit()) {
      int length = bytes.getShort(at) & 0xffff;
      if (length < 4 || at + length > bytes.limit()) {
        return Optional.empty();
      }
      if ((bytes.getShort(at + 2) & 0x3fff) == type) {
        byte[] value = new byte[length - 4];
        bytes.get(at + 4, value);
        return Optional.of(value);
      }
      at += align(length);
    }
    return Optional.empty();
  }

  private static int align(int length) {
    return length + 3 & ~3;
  }
}
