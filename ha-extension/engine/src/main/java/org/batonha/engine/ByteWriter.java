package org.batonha.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes the parts of a message. Whole numbers take as few bytes as they can: seven bits each, the
 * lowest first, the eighth says that more follow (LEB128). A text is its length in bytes and UTF-8.
 * Not thread-safe.
 */
final class ByteWriter {
  private static final String CUT = "…";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

  void one(int value) {
    bytes.write(value);
  }

  /** Writes a number that is not negative. */
  void number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("the number " + value + " is negative");
    }
    long rest = value;
    while (rest > 0x7f) {
      bytes.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /** Writes a name; refuses one that no receiver would take. */
  void name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    if (utf8.length == 0 || utf8.length > ByteReader.LONGEST_NAME) {
      throw new IllegalArgumentException(
          "the name '" + name + "' is not 1 to " + ByteReader.LONGEST_NAME + " bytes long");
    }
    raw(utf8);
  }

  /** Writes a text for people; what is too long for a message ends in an ellipsis. */
  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    raw(utf8.length <= ByteReader.LONGEST_TEXT ? utf8 : cut(utf8));
  }

  private static byte[] cut(byte[] utf8) {
    byte[] ellipsis = CUT.getBytes(StandardCharsets.UTF_8);
    int end = ByteReader.LONGEST_TEXT - ellipsis.length;
    while ((utf8[end] & 0xc0) == 0x80) {
      end--; // not in the middle of a character
    }
    byte[] cut = new byte[end + ellipsis.length];
    System.arraycopy(utf8, 0, cut, 0, end);
    System.arraycopy(ellipsis, 0, cut, end, ellipsis.length);
    return cut;
  }

  private void raw(byte[] utf8) {
    number(utf8.length);
    bytes.writeBytes(utf8);
  }

  <T> void list(List<T> entries, BiConsumer<T, ByteWriter> writer) {
    if (entries.size() > ByteReader.LONGEST_LIST) {
      throw new IllegalArgumentException(
          "a list of "
              + entries.size()
              + " entries does not fit into a message: at most "
              + ByteReader.LONGEST_LIST);
    }
    number(entries.size());
    entries.forEach(entry -> writer.accept(entry, this));
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
