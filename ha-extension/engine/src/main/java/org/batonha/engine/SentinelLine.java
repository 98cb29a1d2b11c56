package org.batonha.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The line to a sentinel, whatever it is made of. */
interface SentinelLine {
  /** What it says. */
  InputStream replies();

  /** What it is told. */
  OutputStream commands();

  /** Its log, empty where that goes elsewhere. */
  InputStream log();

  /** Hangs up, upon which the sentinel lets go of everything. Waits some seconds at most. */
  void end() throws IOException, InterruptedException;

  /** Has nothing to do any more with a sentinel that does not answer; does not wait. */
  void abandon() throws IOException;

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

    /** What is meant for the server's JVM, such as an agent or a debugger's port. */
    private static final List<String> SERVERS_OPTIONS =
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Process process;

    ToChild(SentinelCommand command) throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command.command());
      removeServersOptions(builder.environment());
      process = builder.start();
    }

    static void removeServersOptions(Map<String, String> environment) {
      environment.keySet().removeAll(SERVERS_OPTIONS);
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

    /** Whoever writes to a process that does not read holds the stream: that ends with it. */
    @Override
    public void end() throws InterruptedException {
      Thread closing = new Thread(this::closeCommands, "baton-sentinel-end");
      closing.setDaemon(true);
      closing.start();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }

    private void closeCommands() {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        process.destroyForcibly(); // it reads no more
      }
    }

    @Override
    public void abandon() {
      process.destroyForcibly();
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

    @Override
    public void abandon() throws IOException {
      channel.close();
    }
  }
}
