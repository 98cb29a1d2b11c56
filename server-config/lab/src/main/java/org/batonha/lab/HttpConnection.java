package org.batonha.lab;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One connection to a web server, used again and again until it breaks. Not thread-safe. */
final class HttpConnection implements Closeable {
  private final SocketChannel channel;
  private final InputStream in;

  private HttpConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.in = new BufferedInputStream(channel.socket().getInputStream());
  }

  /** Connects. */
  static HttpConnection open(InetSocketAddress address, Duration connectLimit, Duration readLimit)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(address, (int) connectLimit.toMillis());
      channel.socket().setSoTimeout((int) readLimit.toMillis());
      return new HttpConnection(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Returns whether the connection can still be used, as far as this side knows: what every client
   * with a pool of connections asks before it sends on one that was idle.
   */
  boolean isUsable() {
    try {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read == 0;
    } catch (IOException e) {
      // A reset by the peer while the connection was idle: the answer to the question.
      return false;
    }
  }

  /** The connection was reset or closed before the first byte of an answer. */
  static final class NoAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, IOException cause) {
      super(message, cause);
    }
  }

  /**
   * Sends a GET request and reads its response.
   *
   * @throws NoAnswerException when the connection ended before any of the answer had come
   * @throws IOException when the answer came too late, or is none
   */
  HttpResponse get(String host, String path, String cookies) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: baton-lab\r\n%s\r\n"
            .formatted(path, host, cookies.isEmpty() ? "" : "Cookie: " + cookies + "\r\n");
    ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      in.mark(1);
      if (in.read() < 0) {
        throw new NoAnswerException("closed before the answer", null);
      }
      in.reset();
    } catch (SocketTimeoutException | NoAnswerException e) {
      throw e;
    } catch (IOException e) {
      throw new NoAnswerException(e.getMessage(), e);
    }
    return HttpResponse.read(in);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
