package org.batonha.transport.link;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A network interface of this host and the address on it that a link uses. */
public record LocalInterface(NetworkInterface device, InetAddress address) {
  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

  /**
   * Finds the interface that an administrator meant.
   *
   * @param link the link's name, for the message
   * @param text an interface's name or a local IP address, IPv6 also with {@code %ZONE}
   */
  public static LocalInterface find(String link, String text) {
    try {
      NetworkInterface named = NetworkInterface.getByName(text);
      if (named != null) {
        return new LocalInterface(named, preferred(link, named));
      }
      if (LITERAL.matcher(text).matches()) {
        return of(link, InetAddress.getByName(text));
      }
    } catch (UnknownHostException | SocketException e) {
      throw new IllegalArgumentException(unknown(link, text) + " (" + e.getMessage() + ")", e);
    }
    throw new IllegalArgumentException(unknown(link, text));
  }

  /** Finds the interface that has an address. */
  public static LocalInterface of(String link, InetAddress address) {
    try {
      // A loopback address need not be configured to be local: all of 127.0.0.0/8 is.
      NetworkInterface device =
          Optional.ofNullable(owner(address))
              .orElse(address.isLoopbackAddress() ? loopback() : null);
      if (device == null) {
        throw new IllegalArgumentException(unknown(link, address.getHostAddress()));
      }
      return new LocalInterface(device, address);
    } catch (SocketException e) {
      throw new IllegalArgumentException(
          unknown(link, address.getHostAddress()) + " (" + e.getMessage() + ")", e);
    }
  }

  /** Two interfaces may have one link-local address: the zone says which is meant. */
  private static NetworkInterface owner(InetAddress address) throws SocketException {
    NetworkInterface zone = address instanceof Inet6Address six ? six.getScopedInterface() : null;
    if (zone == null) {
      return NetworkInterface.getByInetAddress(address);
    }
    return zone.inetAddresses().anyMatch(address::equals) ? zone : null;
  }

  private static NetworkInterface loopback() throws SocketException {
    return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
  }

  /** IPv4 first, and global before link-local. */
  private static InetAddress preferred(String link, NetworkInterface device) {
    return device
        .inetAddresses()
        .min(
            Comparator.comparing((InetAddress address) -> !(address instanceof Inet4Address))
                .thenComparing(InetAddress::isLinkLocalAddress))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "link '%s': interface '%s' has no IP address: give it one, or take another of %s"
                        .formatted(link, device.getName(), all())));
  }

  private static String unknown(String link, String text) {
    return "link '%s': this host has no interface and no address '%s': take one of %s"
        .formatted(link, text, all());
  }

  private static List<String> all() {
    try {
      return NetworkInterface.networkInterfaces()
          .map(
              device ->
                  device
                      .inetAddresses()
                      .map(InetAddress::getHostAddress)
                      .collect(Collectors.joining(" ", device.getName() + " (", ")")))
          .sorted()
          .toList();
    } catch (SocketException e) {
      return List.of("(the interfaces cannot be listed: " + e.getMessage() + ")");
    }
  }

  /** Tells whether both addresses are in one network, by the length of our prefix. */
  boolean sharesNetwork(LocalInterface other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.address().getAddress();
    int bits = prefixLength();
    if (ours.length != theirs.length || bits < 0) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private int prefixLength() {
    return device.getInterfaceAddresses().stream()
        .filter(known -> known.getAddress().equals(address))
        .mapToInt(InterfaceAddress::getNetworkPrefixLength)
        .findFirst()
        .orElse(-1);
  }

  @Override
  public String toString() {
    return device.getName() + " " + address.getHostAddress();
  }
}
