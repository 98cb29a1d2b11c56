package org.batonha.sentinel.protocol;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * An address of a service on a device of this host, written {@code IP/PREFIX@DEVICE}.
 *
 * @param ip a unicast address; IPv4 or IPv6
 * @param prefixLength 1 to 32 for IPv4, 1 to 128 for IPv6
 * @param device the name of a network device, 1 to 15 characters as Linux has it
 */
public record VirtualAddress(InetAddress ip, int prefixLength, String device) {
  private static final int DEVICE_NAME_LIMIT = 15;

  /** Checks all bounds; an address that can not belong to a host is refused. */
  public VirtualAddress {
    int bits = ip.getAddress().length * Byte.SIZE;
    if (prefixLength < 1 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "the prefix length of %s is %d: it must be 1 to %d"
              .formatted(ip.getHostAddress(), prefixLength, bits));
    }
    if (device.isEmpty()
        || device.length() > DEVICE_NAME_LIMIT
        || !device.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/' && c != '@' && c != ',')) {
      throw new IllegalArgumentException(
          "'%s' is not the name of a network device: 1 to %d visible ASCII characters, no / @ ,"
              .formatted(Quote.of(device), DEVICE_NAME_LIMIT));
    }
    String kind = kindThatNoHostHas(ip, prefixLength);
    if (kind != null) {
      throw new IllegalArgumentException(
          "%s/%d is %s: a service needs a unicast address that a host can have"
              .formatted(ip.getHostAddress(), prefixLength, kind));
    }
  }

  /**
   * Reads {@code IP/PREFIX@DEVICE}.
   *
   * @throws IllegalArgumentException naming what is wrong and what would be right
   */
  public static VirtualAddress parse(String text) {
    int slash = text.indexOf('/');
    int at = text.indexOf('@');
    if (slash < 0 || at < slash) {
      throw new IllegalArgumentException(
          "'%s' is not an address: write IP/PREFIX@DEVICE, as 192.0.2.10/24@eth0"
              .formatted(Quote.of(text)));
    }
    String prefix = text.substring(slash + 1, at);
    if (!prefix.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "'%s' in '%s' is not a prefix length: write a number, as 192.0.2.10/24@eth0"
              .formatted(Quote.of(prefix), Quote.of(text)));
    }
    return new VirtualAddress(
        IpLiteral.parse(text.substring(0, slash)),
        Integer.parseInt(prefix),
        text.substring(at + 1));
  }

  /** Returns whether this is an IPv6 address. */
  public boolean isIpv6() {
    return ip instanceof Inet6Address;
  }

  /** Returns {@code IP/PREFIX@DEVICE}. */
  @Override
  public String toString() {
    return IpLiteral.format(ip) + "/" + prefixLength + "@" + device;
  }

  private static String kindThatNoHostHas(InetAddress ip, int prefixLength) {
    if (ip.isAnyLocalAddress()) {
      return "the wildcard address";
    }
    if (ip.isMulticastAddress()) {
      return "a multicast address";
    }
    if (ip.isLoopbackAddress()) {
      return "a loopback address";
    }
    return ip instanceof Inet4Address ? ipv4Kind(ip.getAddress(), prefixLength) : null;
  }

  private static String ipv4Kind(byte[] bytes, int prefixLength) {
    int first = bytes[0] & 0xff;
    if (first == 0) {
      return "in 0.0.0.0/8 (this network)";
    }
    if (first >= 240) {
      return "in 240.0.0.0/4 (reserved)";
    }
    if (prefixLength >= 31) {
      return null; // RFC 3021: no network and broadcast address in so small a net
    }
    int hostMask = -1 >>> prefixLength;
    int address =
        first << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    if ((address & hostMask) == 0) {
      return "the address of its network";
    }
    return (address & hostMask) == hostMask ? "the broadcast address of its network" : null;
  }
}
