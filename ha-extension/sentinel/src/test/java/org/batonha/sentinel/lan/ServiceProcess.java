package org.batonha.sentinel.lan;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real process as a service of a host, and servers that are connected to it. */
public final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final Path socket;

  /**
   * Starts it.
   *
   * @param prefix a command that runs what follows it
   * @param socket where it listens, as the configuration says
   */
  public ServiceProcess(Lan lan, String host, List<String> prefix, Path config, Path socket)
      throws IOException {
    this.socket = socket;
    List<String> command = SentinelProcess.command(prefix, "--config", config.toString());
    this.process = lan.start(host, command, Redirect.INHERIT);
  }

  /** Waits for its end; returns its exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the sentinel does not end");
    }
    return process.exitValue();
  }

  /** Connects as a server does; waits until the sentinel listens. */
  public Server connect() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new Server(channel);
      } catch (IOException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** One connection. */
  public static final class Server implements AutoCloseable {
    private final SocketChannel channel;
    private final Lines lines;
    private final String greeting;
    private int tags;

    private Server(SocketChannel channel) throws InterruptedException {
      this.channel = channel;
      this.lines =
          new Lines(
              "socket",
              new InputStream() {
                @Override
                public int read() throws IOException {
                  byte[] one = new byte[1];
                  return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                  return channel.read(ByteBuffer.wrap(bytes, offset, length));
                }
              });
      this.greeting = lines.await("^(ready|unable) ").text();
    }

    /** Returns the first line that it was told. */
    public String greeting() {
      return greeting;
    }

    /** Sends a command without its tag, and waits for the answer to it, without its tag. */
    public String ask(String command) throws IOException, InterruptedException {
      String tag = "q" + tags++;
      String[] words = command.split(" ", 2);
      String line = words[0] + " " + tag + (words.length > 1 ? " " + words[1] : "") + "\n";
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      return lines.await("^(ok|error) " + tag + "( |$)").text().replace(" " + tag, "");
    }

    /** Sends a line as it is, and waits for nothing. */
    public void send(String line) throws IOException {
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** Holds addresses for a service for a minute. */
    public String hold(String service, long epoch, String addresses)
        throws IOException, InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      return ask("hold %s %d %d 0 %s".formatted(service, epoch, deadline, addresses));
    }

    /** Waits for a line. */
    public void await(String pattern) throws InterruptedException {
      lines.await(pattern);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
