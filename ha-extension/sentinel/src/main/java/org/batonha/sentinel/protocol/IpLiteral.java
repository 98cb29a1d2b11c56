package org.batonha.sentinel.protocol;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as text. Never asks a name service: a name is not an address here. */
public final class IpLiteral {
  private static final String OCTET = "(0|[1-9][0-9]{0,2})";
  private static final Pattern IPV4 =
      Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);
  private static final Pattern IPV6_LOOKALIKE =
      Pattern.compile("(?=.*:)[0-9a-fA-F:]{2,39}(\\.[0-9]{1,3}){0,3}");

  private IpLiteral() {}

  /**
   * Reads a dotted IPv4 or a colon-separated IPv6 address.
   *
   * @throws IllegalArgumentException if {@code text} is neither
   */
  public static InetAddress parse(String text) {
    Matcher ipv4 = IPV4.matcher(text);
    try {
      if (ipv4.matches()) {
        byte[] bytes = new byte[4];
        for (int i = 0; i < bytes.length; i++) {
          int octet = Integer.parseInt(ipv4.group(i + 1));
          if (octet > 255) {
            throw notAnAddress(text, null);
          }
          bytes[i] = (byte) octet;
        }
        return InetAddress.getByAddress(bytes);
      }
      // With a colon in it, InetAddress reads it as a literal or fails; it does not ask the DNS.
      if (IPV6_LOOKALIKE.matcher(text).matches()) {
        InetAddress address = InetAddress.getByName(text);
        if (!(address instanceof Inet4Address)) {
          return address;
        }
      }
    } catch (UnknownHostException e) {
      throw notAnAddress(text, e);
    }
    throw notAnAddress(text, null);
  }

  /** Returns the shortest usual form: IPv6 with its longest run of zeros as {@code ::}. */
  public static String format(InetAddress ip) {
    byte[] bytes = ip.getAddress();
    if (bytes.length == 4) {
      return ip.getHostAddress();
    }
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int start = -1;
    int length = 1; // RFC 5952: one zero group alone is not shortened
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static IllegalArgumentException notAnAddress(String text, Exception cause) {
    return new IllegalArgumentException(
        "'%s' is not an IP address: write it as 192.0.2.10 or 2001:db8::10"
            .formatted(Quote.of(text)),
        cause);
  }
}
