package org.batonha.sessions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Speaks HTTP/1.1 by hand, and reads bytes as they come. */
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream input;
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  RawClient(InetSocketAddress address) throws IOException {
    socket.connect(address, 5_000);
    socket.setSoTimeout(20_000);
    input = socket.getInputStream();
  }

  void send(String method, String path, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a part of a request's body. */
  void sendBody(String part) throws IOException {
    socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads until the text so far has the expected part; the whole text so far. */
  String readUntil(String part) throws IOException {
    while (!text().contains(part)) {
      if (!readSome()) {
        throw new IOException("the connection ended before '" + part + "': " + text());
      }
    }
    return text();
  }

  /** Reads what is there already and what comes within a moment. */
  String peek(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      while (readSome()) {
        continue;
      }
    } catch (SocketTimeoutException e) {
      return text();
    } finally {
      socket.setSoTimeout(20_000);
    }
    return text();
  }

  /** Reads to the end of the connection; an error of it is thrown. */
  String readToEnd() throws IOException {
    while (readSome()) {
      continue;
    }
    return text();
  }

  private boolean readSome() throws IOException {
    byte[] buffer = new byte[65_536];
    int size = input.read(buffer);
    if (size > 0) {
      all.write(buffer, 0, size);
    }
    return size > 0;
  }

  String text() {
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  void forget() {
    all.reset();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
