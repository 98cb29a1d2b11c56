package org.batonha.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link ByteWriter} wrote, from bytes that may be anything. Allocates no more than a
 * small multiple of the bytes that are there: each length and count is compared with its bound and
 * with what is left before anything is allocated. Not thread-safe.
 */
final class ByteReader {
  /** The most bytes of a node's or a service's name. */
  static final int LONGEST_NAME = 64;

  /** The most bytes of a text for people. */
  static final int LONGEST_TEXT = 1024;

  /** The most entries of a list: so many services one message may name. */
  static final int LONGEST_LIST = 10_000;

  private final ByteBuffer bytes;

  ByteReader(byte[] bytes, int offset, int length) {
    this.bytes = ByteBuffer.wrap(bytes, offset, length);
  }

  /** Reads one thing from the reader that it is given. */
  interface Part<T> {
    T read(ByteReader in) throws IOException;
  }

  int left() {
    return bytes.remaining();
  }

  int one() throws IOException {
    if (!bytes.hasRemaining()) {
      throw new IOException("it ends too early");
    }
    return bytes.get() & 0xff;
  }

  /** Reads a number that is not negative. */
  long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      int part = one();
      value |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return value;
      }
    }
    throw new IOException("a number is longer than 63 bits");
  }

  /** Reads a number that is at least {@code least}. */
  long number(long least, String what) throws IOException {
    long value = number();
    if (value < least) {
      throw new IOException(what + " is " + value + ", less than " + least);
    }
    return value;
  }

  String name() throws IOException {
    String name = raw(LONGEST_NAME, "name");
    if (name.isEmpty()) {
      throw new IOException("a name is empty");
    }
    return name;
  }

  String text() throws IOException {
    return raw(LONGEST_TEXT, "text");
  }

  private String raw(int longest, String what) throws IOException {
    int length = length(longest, 1, what);
    ByteBuffer utf8 = bytes.slice().limit(length);
    bytes.position(bytes.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("a " + what + " is not UTF-8", e);
    }
  }

  /**
   * Reads a list.
   *
   * @param leastBytes how many bytes an entry has at least
   */
  <T> List<T> list(int leastBytes, Part<T> part) throws IOException {
    int size = length(LONGEST_LIST, leastBytes, "list");
    List<T> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(part.read(this));
    }
    return list;
  }

  private int length(int most, int bytesEach, String what) throws IOException {
    long length = number();
    if (length > most) {
      throw new IOException("a " + what + " of length " + length + ", at most " + most);
    }
    if (length * bytesEach > left()) {
      throw new IOException(
          "a " + what + " of length " + length + " in the last " + left() + " bytes");
    }
    return (int) length;
  }
}
