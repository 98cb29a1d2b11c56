package org.batonha.sentinel.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A TCP connection between an address that is held and a client, written {@code IP:PORT>IP:PORT},
 * the held address first and IPv6 addresses in brackets.
 */
public record Connection(InetSocketAddress local, InetSocketAddress remote) {
  /**
   * Reads one.
   *
   * @throws Refusal when it is malformed, or its ends can not be those of a connection
   */
  static Connection parse(String word) throws Refusal {
    int between = word.indexOf('>');
    if (between < 0) {
      throw new Refusal(ErrorCode.USAGE, "'%s' is not IP:PORT>IP:PORT".formatted(Quote.of(word)));
    }
    InetSocketAddress local = CommandParser.endpoint(word.substring(0, between));
    InetSocketAddress remote = CommandParser.endpoint(word.substring(between + 1));
    InetAddress client = remote.getAddress();
    boolean isSameFamily = local.getAddress().getClass() == client.getClass();
    if (!isSameFamily || client.isMulticastAddress() || client.isAnyLocalAddress()) {
      throw new Refusal(
          ErrorCode.ADDRESS, "'%s' is not a connection of a client".formatted(Quote.of(word)));
    }
    return new Connection(local, remote);
  }

  @Override
  public String toString() {
    return text(local) + ">" + text(remote);
  }

  private static String text(InetSocketAddress end) {
    String ip = IpLiteral.format(end.getAddress());
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + end.getPort();
  }
}
