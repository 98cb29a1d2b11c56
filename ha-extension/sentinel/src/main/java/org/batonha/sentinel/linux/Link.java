package org.batonha.sentinel.linux;

import java.nio.charset.StandardCharsets;

/**
 * A network device as the kernel describes it.
 *
 * @param mac its hardware address; 6 bytes if it is an Ethernet device
 * @param flags the kernel's {@code IFF_} flags
 */
record Link(int index, String name, int hardwareType, int flags, byte[] mac) {
  private static final int FIXED_PART = 16;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int ARPHRD_ETHER = 1;
  private static final int IFF_UP = 0x1;
  private static final int IFF_LOOPBACK = 0x8;
  private static final int IFF_NOARP = 0x80;
  private static final int IFF_LOWER_UP = 0x10000;

  static Link of(NetlinkMessage message) {
    byte[] name = message.attribute(FIXED_PART, IFLA_IFNAME).orElse(new byte[1]);
    return new Link(
        message.get32(4),
        new String(name, 0, Math.max(0, name.length - 1), StandardCharsets.UTF_8),
        message.get16(2),
        message.get32(8),
        message.attribute(FIXED_PART, IFLA_ADDRESS).orElse(new byte[0]));
  }

  boolean isUp() {
    return (flags & IFF_UP) != 0;
  }

  boolean hasCarrier() {
    return isUp() && (flags & IFF_LOWER_UP) != 0;
  }

  boolean isLoopback() {
    return (flags & IFF_LOOPBACK) != 0;
  }

  /** Returns whether ARP works on it: not on a loopback, a tunnel, a serial line. */
  boolean isEthernet() {
    return hardwareType == ARPHRD_ETHER && (flags & IFF_NOARP) == 0 && mac.length == 6;
  }
}
