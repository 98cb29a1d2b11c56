package org.batonha.sentinel.service;

import java.net.InetAddress;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * Addresses that may be held: those of a network, on one device; written {@code IP/PREFIX@DEVICE}.
 *
 * @param network an address of the network
 * @param prefixLength how many of its bits count: 0 to 32 for IPv4, 0 to 128 for IPv6
 * @param device the device's name
 */
record Allowed(InetAddress network, int prefixLength, String device) {
  /**
   * Reads one.
   *
   * @throws IllegalArgumentException naming what is wrong and what would be right
   */
  static Allowed parse(String text) {
    int slash = text.indexOf('/');
    int at = text.indexOf('@');
    if (slash < 0 || at < slash || !text.substring(slash + 1, at).matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "'%s' is not NETWORK/PREFIX@DEVICE: write for example 192.0.2.10/32@eth0 for one address,"
                  .formatted(text)
              + " 192.0.2.0/24@eth0 for all of a network");
    }
    InetAddress network = IpLiteral.parse(text.substring(0, slash));
    int prefix = Integer.parseInt(text.substring(slash + 1, at));
    int bits = network.getAddress().length * Byte.SIZE;
    if (prefix > bits || text.length() == at + 1) {
      throw new IllegalArgumentException(
          "'%s' needs a prefix of 0 to %d and the name of a device".formatted(text, bits));
    }
    return new Allowed(network, prefix, text.substring(at + 1));
  }

  boolean covers(VirtualAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.ip().getAddress();
    if (ours.length != theirs.length || !device.equals(address.device())) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns {@code IP/PREFIX@DEVICE}. */
  @Override
  public String toString() {
    return IpLiteral.format(network) + "/" + prefixLength + "@" + device;
  }
}
