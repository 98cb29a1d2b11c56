package org.batonha.sentinel.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream of bytes into lines. Keeps at most one line's bytes: a longer line is reported
 * once, discarded to its end, and reading goes on. Not safe for use by several threads.
 */
public final class LineSplitter {
  /**
   * The longest line, in bytes without its line end: a thousand addresses of any kind fit into one.
   */
  public static final int LINE_LIMIT = 65_536;

  /** Where lines, and what can not be one, go. */
  public interface Listener {
    /** A whole line, without its end. */
    void line(String line);

    /** Bytes that were discarded; the text says why, and fits into an answer. */
    void bad(String text);
  }

  private final byte[] buffer = new byte[LINE_LIMIT];
  private final Listener listener;
  private int length;
  private boolean discarding;

  /** Creates a splitter at the beginning of a line. */
  public LineSplitter(Listener listener) {
    this.listener = listener;
  }

  /** Takes the first {@code count} of {@code bytes}; calls the listener for each line that ends. */
  public void take(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        end();
      } else if (discarding) {
        continue;
      } else if (length == buffer.length) {
        discarding = true;
        listener.bad("the line is longer than %d bytes: discarded".formatted(LINE_LIMIT));
      } else {
        buffer[length++] = bytes[i];
      }
    }
  }

  /** Takes the end of the stream: what is left without a line end is no command. */
  public void finish() {
    if (length > 0 && !discarding) {
      listener.bad("the last line has no end: discarded");
    }
    length = 0;
    discarding = false;
  }

  private void end() {
    if (!discarding) {
      decode();
    }
    discarding = false;
    length = 0;
  }

  private void decode() {
    try {
      listener.line(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(buffer, 0, length))
              .toString());
    } catch (CharacterCodingException e) {
      listener.bad("the line is not UTF-8 (%s): discarded".formatted(e.getMessage()));
    }
  }
}
