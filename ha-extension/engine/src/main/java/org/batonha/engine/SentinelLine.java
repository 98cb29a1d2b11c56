package org.batonha.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** The line to a sentinel, whatever it is made of. */
interface SentinelLine {
  /** What it says. */
  InputStream replies();

  /** What it is told. */
  OutputStream commands();

  /** Its log, empty where that goes elsewhere. */
  InputStream log();

  /** Hangs up, upon which the sentinel lets go of everything. */
  void end() throws IOException, InterruptedException;

  /**
   * Starts the process, or connects to the service.
   *
   * @throws IOException when the program cannot be started, or nobody listens
   */
  static SentinelLine open(SentinelSource source) throws IOException {
    if (source instanceof SentinelSocket socket) {
      return new ToService(socket);
    }
    return source instanceof SentinelCommand command
        ? new ToChild(command)
        : new SentinelStage.Line();
  }

  /** Pipes to a process of our own, which ends with the line. */
  final class ToChild implements SentinelLine {
    private static final long STOP_SECONDS = 3;

    private final Process process;

    ToChild(SentinelCommand command) throws IOException {
      process = new ProcessBuilder(command.command()).start();
    }

    @Override
    public InputStream replies() {
      return process.getInputStream();
    }

    @Override
    public OutputStream commands() {
      return process.getOutputStream();
    }

    @Override
    public InputStream log() {
      return process.getErrorStream();
    }

    @Override
    public void end() throws InterruptedException {
      try {
        process.getOutputStream().close();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (IOException e) {
        process.destroy(); // it reads no more
      }
    }
  }

  /**
   * A connection to a service, by streams that can be read and written at the same time: those of
   * {@code java.nio.channels.Channels} lock each other out in Java 17.
   */
  final class ToService implements SentinelLine {
    private final SocketChannel channel;

    ToService(SentinelSocket socket) throws IOException {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket.path()));
      } catch (IOException e) {
        channel.close();
        throw new IOException(
            "nobody listens on " + socket.path() + ", or this user may not connect", e);
      }
    }

    @Override
    public InputStream replies() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          return channel.read(ByteBuffer.wrap(bytes, offset, length));
        }
      };
    }

    @Override
    public OutputStream commands() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
      };
    }

    @Override
    public InputStream log() {
      return InputStream.nullInputStream(); // the service has a log of its own
    }

    @Override
    public void end() throws IOException {
      channel.close();
    }
  }
}
