package org.batonha.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A sentinel inside of this process that agrees to everything and holds nothing: for rehearsals.
 */
record SentinelStage() implements SentinelSource {
  private static final int PIPE_BYTES = 16_384;

  /** The line to it. */
  static final class Line implements SentinelLine {
    private final PipedInputStream replies = new PipedInputStream(PIPE_BYTES);
    private final PipedOutputStream said = new PipedOutputStream(replies);
    private final StringBuilder command = new StringBuilder();

    Line() throws IOException {
      say("ready " + SentinelClient.PROTOCOL + " 0");
    }

    private void say(String line) throws IOException {
      said.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      said.flush();
    }

    @Override
    public InputStream replies() {
      return replies;
    }

    @Override
    public OutputStream commands() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          if (one != '\n') {
            command.append((char) one);
            return;
          }
          say("ok " + command.toString().split(" ")[1]);
          command.setLength(0);
        }
      };
    }

    @Override
    public InputStream log() {
      return InputStream.nullInputStream();
    }

    @Override
    public void end() throws IOException {
      said.close();
    }

    @Override
    public void abandon() throws IOException {
      said.close();
    }
  }
}
