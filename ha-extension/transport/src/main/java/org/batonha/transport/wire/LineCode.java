package org.batonha.transport.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Frames on a line that may lose or change bytes: each is followed by its CRC-32, stuffed so that
 * it has no zero byte (COBS, Cheshire and Baker, 1999), and set between zero bytes. So after any
 * noise, the next zero byte is a place to begin anew. Pure.
 */
public final class LineCode {
  /** The longest frame that is accepted, in bytes. */
  public static final int MAX_FRAME = 4 * 1024;

  private static final int RUN = 254; // a code of 255 stands for so many bytes and no zero
  private static final int CRC = Integer.BYTES;

  private LineCode() {}

  /** Returns how many bytes a frame is at most on the line. */
  public static int lengthOnLine(int frameLength) {
    int stuffed = frameLength + CRC;
    return stuffed + stuffed / RUN + 1 + 2;
  }

  /** Returns what to write to the line for a frame. */
  public static byte[] encode(byte[] frame, int offset, int length) {
    byte[] checked = Arrays.copyOfRange(frame, offset, offset + length + CRC);
    ByteBuffer.wrap(checked).putInt(length, crc(checked, length));
    byte[] out = new byte[lengthOnLine(length)];
    int at = 1; // a zero first: ends whatever noise came before
    int codeAt = at++;
    int code = 1;
    for (byte value : checked) {
      if (value != 0) {
        out[at++] = value;
        code++;
      }
      if (value == 0 || code == RUN + 1) {
        out[codeAt] = (byte) code;
        codeAt = at++;
        code = 1;
      }
    }
    out[codeAt] = (byte) code;
    return Arrays.copyOf(out, at + 1); // and a zero last
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** Takes the bytes of a line, as they come. Not thread-safe. */
  public static final class Decoder {
    private final byte[] stuffed = new byte[lengthOnLine(MAX_FRAME)];
    private final byte[] frame = new byte[stuffed.length];
    private int filled;
    private boolean tooLong;

    /** What is found. */
    public interface Sink {
      /** A whole frame; the bytes are the callee's until it returns. */
      void frame(byte[] buffer, int length);

      /** Bytes between two zeros that are no frame. */
      void noise();
    }

    /** Takes what was read. */
    public void take(byte[] bytes, int length, Sink sink) {
      for (int i = 0; i < length; i++) {
        if (bytes[i] == 0) {
          end(sink);
        } else if (filled < stuffed.length) {
          stuffed[filled++] = bytes[i];
        } else {
          tooLong = true;
        }
      }
    }

    private void end(Sink sink) {
      if (filled > 0) {
        int length = tooLong ? -1 : unstuff() - CRC;
        if (length > 0 && ByteBuffer.wrap(frame).getInt(length) == crc(frame, length)) {
          sink.frame(frame, length);
        } else {
          sink.noise();
        }
      }
      filled = 0;
      tooLong = false;
    }

    /** Returns the length without the stuffing, or -1 when it makes no sense. */
    private int unstuff() {
      int out = 0;
      int in = 0;
      while (in < filled) {
        int code = stuffed[in++] & 0xFF;
        if (in + code - 1 > filled) {
          return -1;
        }
        System.arraycopy(stuffed, in, frame, out, code - 1);
        in += code - 1;
        out += code - 1;
        if (code <= RUN && in < filled) {
          frame[out++] = 0;
        }
      }
      return out;
    }
  }
}
