package org.batonha.lab;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP/1.1 response of known length, as little of it as the client needs. Immutable.
 *
 * @param status the status code
 * @param body the body
 * @param session the new value of the cookie {@code JSESSIONID}, if the response sets it
 * @param keepAlive whether the connection may be used again
 */
record HttpResponse(int status, String body, Optional<String> session, boolean keepAlive) {
  /** A longer line or body is no answer of the sample application. */
  private static final int LIMIT = 64 * 1024;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})( .*)?");
  private static final Pattern SESSION =
      Pattern.compile("(?i)set-cookie:\\s*JSESSIONID=\"?([^;\"]+)\"?.*");

  /** Reads one response. */
  static HttpResponse read(InputStream in) throws IOException {
    String line = line(in);
    Matcher status = STATUS.matcher(line);
    if (!status.matches()) {
      throw new IOException("not an HTTP/1.1 response: '" + line + "'");
    }
    Optional<String> session = Optional.empty();
    boolean keepAlive = true;
    long length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String name = header.substring(0, Math.max(0, header.indexOf(':')));
      String value = header.substring(header.indexOf(':') + 1).strip();
      Matcher cookie = SESSION.matcher(header);
      if (cookie.matches()) {
        session = Optional.of(cookie.group(1));
      } else if (name.equalsIgnoreCase("Content-Length")) {
        length = Long.parseLong(value);
      } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
        length = -1;
      } else if (name.equalsIgnoreCase("Connection")) {
        keepAlive = !value.equalsIgnoreCase("close");
      }
    }
    String body = length < 0 ? chunks(in) : text(in, length);
    return new HttpResponse(Integer.parseInt(status.group(1)), body, session, keepAlive);
  }

  private static String chunks(InputStream in) throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      long length = Long.parseLong(line(in).split(";")[0].strip(), 16);
      body.append(text(in, length));
      line(in);
      if (length == 0) {
        return body.toString();
      }
    }
  }

  private static String text(InputStream in, long length) throws IOException {
    if (length > LIMIT) {
      throw new IOException("a body of " + length + " bytes: more than " + LIMIT);
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the connection was closed within the answer");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed before the answer");
      }
      if (line.length() > LIMIT) {
        throw new IOException("a line longer than " + LIMIT + " bytes");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }
}
