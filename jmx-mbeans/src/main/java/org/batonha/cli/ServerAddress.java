package org.batonha.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server's management interface listens.
 *
 * @param host a name or an IP address, an IPv6 one without brackets
 * @param port 1 to 65535
 */
record ServerAddress(String host, int port) {
  static final int DEFAULT_PORT = 9990;

  private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.%a-z]+)](?::(.*))?");
  private static final Pattern PLAIN = Pattern.compile("([^:\\s\\[\\]/@]+)(?::(.*))?");

  /**
   * Reads {@code HOST[:PORT]}; an IPv6 address with a port stands in brackets.
   *
   * @throws IllegalArgumentException when it is not that, in one sentence for the user
   */
  static ServerAddress parse(String text) {
    Matcher matcher = BRACKETED.matcher(text);
    if (!matcher.matches()) {
      matcher = PLAIN.matcher(text);
    }
    if (matcher.matches()) {
      return new ServerAddress(matcher.group(1), port(text, matcher.group(2)));
    }
    if (text.matches("[0-9A-Fa-f:.]+") && text.indexOf(':') != text.lastIndexOf(':')) {
      return new ServerAddress(text, DEFAULT_PORT);
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is not a server: write HOST or HOST:PORT, for example n1:9990 or [::1]:9990");
  }

  private static int port(String text, String port) {
    if (port == null) {
      return DEFAULT_PORT;
    }
    if (port.matches("[0-9]{1,5}")) {
      int number = Integer.parseInt(port);
      if (number >= 1 && number <= 65535) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' has the port '" + port + "': write a number from 1 to 65535");
  }

  /** Returns whether the host is an IP address, so that no name has to be looked up. */
  boolean isLiteral() {
    return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
