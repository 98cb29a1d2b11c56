package org.batonha.sessions;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.StreamSinkConduit;

/** The last bytes of a response, at most one pooled buffer, until they may leave. */
final class Withheld {
  private final ByteBufferPool pool;
  private PooledByteBuffer bytes;
  private boolean leaving;

  Withheld(ByteBufferPool pool) {
    this.pool = pool;
  }

  /** Returns how many bytes can be withheld at most. */
  int capacity() {
    return pool.getBufferSize();
  }

  /** Returns how many bytes more can be withheld. */
  int room() {
    return bytes == null ? capacity() : bytes.getBuffer().remaining();
  }

  boolean isEmpty() {
    return bytes == null;
  }

  /** Returns whether somebody has begun to send it, and so sees to the rest. */
  boolean isLeaving() {
    return leaving;
  }

  /** Takes so many bytes from the sources, or what they have; there has to be room. */
  long take(ByteBuffer[] sources, int offset, int length, long most) {
    if (bytes == null) {
      bytes = pool.allocate();
    }
    long taken = 0;
    for (int i = offset; i < offset + length && taken < most; i++) {
      taken += copy(sources[i], bytes.getBuffer(), most - taken);
    }
    return taken;
  }

  private static long copy(ByteBuffer source, ByteBuffer target, long most) {
    int size = (int) Math.min(source.remaining(), most);
    ByteBuffer part = source.duplicate();
    part.limit(part.position() + size);
    target.put(part);
    source.position(source.position() + size);
    return size;
  }

  /**
   * Sends what is left of it; gives it back when all has left, or none can.
   *
   * @param last nothing comes behind it
   * @return whether all has left; else the next one takes no more now
   */
  boolean sendTo(StreamSinkConduit next, boolean last) throws IOException {
    if (bytes == null) {
      return true;
    }
    ByteBuffer buffer = bytes.getBuffer();
    if (!leaving) {
      leaving = true;
      buffer.flip();
    }
    try {
      while (buffer.hasRemaining()) {
        int sent = last ? next.writeFinal(buffer) : next.write(buffer);
        if (sent == 0 && buffer.hasRemaining()) {
          return false;
        }
      }
    } catch (IOException e) {
      discard();
      throw e;
    }
    discard();
    return true;
  }

  void discard() {
    if (bytes != null) {
      bytes.close();
      bytes = null;
    }
  }
}
