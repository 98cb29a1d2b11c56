package org.batonha.engine;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An address that moves with its service.
 *
 * @param address the address, no host name
 * @param prefixLength the length of its network's prefix: 1 to 32 for IPv4, 1 to 128 for IPv6
 * @param device the network interface that carries it, 1 to 15 characters
 */
public record AddressConfig(InetAddress address, int prefixLength, String device) {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern DEVICE = Pattern.compile("[^\\s/@]{1,15}");

  /**
   * Checks.
   *
   * @throws IllegalArgumentException when a value is out of its bounds; the message says which and
   *     what to write instead
   */
  public AddressConfig {
    int most = address instanceof Inet4Address ? 32 : 128;
    if (prefixLength < 1 || prefixLength > most) {
      throw new IllegalArgumentException(
          "the prefix of "
              + address.getHostAddress()
              + "/"
              + prefixLength
              + " must be 1 to "
              + most);
    }
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isMulticastAddress()) {
      throw new IllegalArgumentException(
          "'"
              + address.getHostAddress()
              + "' cannot move between hosts: use a unicast address of the LAN");
    }
    if (device == null || !DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "device is '" + device + "': name a network interface, for example eth0");
    }
  }

  /**
   * Reads an address as an administrator writes it.
   *
   * @param cidr address and prefix, for example {@code 10.0.0.100/24}
   * @throws IllegalArgumentException when it is malformed; the message says what to write instead
   */
  public static AddressConfig of(String cidr, String device) {
    int slash = cidr.indexOf('/');
    String literal = slash < 0 ? cidr : cidr.substring(0, slash);
    if (slash < 0 || !LITERAL.matcher(literal).matches()) {
      throw malformed(cidr, null);
    }
    try {
      int prefix = Integer.parseInt(cidr.substring(slash + 1));
      if (literal.indexOf(':') < 0 && !isDottedQuad(literal)) {
        throw malformed(cidr, null);
      }
      return new AddressConfig(InetAddress.getByName(literal), prefix, device);
    } catch (NumberFormatException | UnknownHostException e) {
      throw malformed(cidr, e);
    }
  }

  private static boolean isDottedQuad(String literal) {
    String[] parts = literal.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static IllegalArgumentException malformed(String cidr, Exception cause) {
    return new IllegalArgumentException(
        "address is '"
            + cidr
            + "': write an IP address and the length of its prefix, for example 10.0.0.100/24",
        cause);
  }

  /** Returns {@code IP/PREFIX}. */
  String cidr() {
    return address.getHostAddress() + "/" + prefixLength;
  }

  /** Returns {@code IP/PREFIX@DEVICE}, as the sentinel takes it. */
  @Override
  public String toString() {
    return cidr() + "@" + device;
  }
}
