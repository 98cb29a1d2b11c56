package org.batonha.transport.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;

/**
 * Writes the frames of one link, sealed when there is a key. Each connection or socket has one of
 * its own: not thread-safe.
 */
public final class FrameWriter {
  private final Wire wire;
  private final int link;
  private final AtomicLong counter;
  private final Aead aead = new Aead();
  private FrameKey key;
  private SecretKey derived;
  private ByteBuffer scratch;

  FrameWriter(Wire wire, int link, AtomicLong counter) {
    this.wire = wire;
    this.link = link;
    this.counter = counter;
  }

  /**
   * Writes a whole frame.
   *
   * @param out a buffer with room for {@link OutFrame#maxLength()} bytes
   */
  public void write(ByteBuffer out, OutFrame frame) {
    FrameKey current = wire.keys().sending().orElse(null);
    if (current == null) {
      writeHeader(out, frame, false);
      out.put(frame.buffer(), frame.offset(), frame.length());
    } else if (out.hasArray()) {
      seal(out, frame, current);
    } else {
      // The cipher is fastest from array to array.
      ByteBuffer sealed = scratch(frame.maxLength());
      seal(sealed, frame, current);
      out.put(sealed.flip());
    }
  }

  private ByteBuffer scratch(int room) {
    if (scratch == null || scratch.capacity() < room) {
      scratch = ByteBuffer.allocate(Math.max(room, Frame.MAX_DATAGRAM));
    }
    return scratch.clear();
  }

  private void seal(ByteBuffer out, OutFrame frame, FrameKey current) {
    int start = out.position();
    writeHeader(out, frame, true);
    if (current != key) {
      key = current;
      derived = current.derive(wire.boot());
    }
    long number = counter.incrementAndGet();
    out.putInt(current.id()).putLong(number);
    int length =
        aead.seal(
            derived,
            link,
            number,
            frame,
            out.array(),
            Frame.SEALED_HEADER_LENGTH,
            out.arrayOffset() + start);
    out.position(start + Frame.SEALED_HEADER_LENGTH + length);
  }

  private void writeHeader(ByteBuffer out, OutFrame frame, boolean sealed) {
    out.putShort(Frame.MAGIC).put((byte) Frame.VERSION);
    out.put((byte) (frame.type().code() | (sealed ? Frame.SEALED : 0)));
    out.putInt(wire.cluster()).putInt(link).putLong(wire.boot()).putLong(frame.sequence());
  }
}
