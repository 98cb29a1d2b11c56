package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * An address that is on this host, as the kernel describes it.
 *
 * @param linkIndex its device
 * @param validSeconds how much of its lifetime is left; unsigned, all ones for ever
 */
record HostAddress(int linkIndex, InetAddress ip, int prefixLength, long validSeconds) {
  static final int FIXED_PART = 8;
  static final int IFA_ADDRESS = 1;
  static final int IFA_LOCAL = 2;
  static final int IFA_CACHEINFO = 6;
  static final int IFA_FLAGS = 8;
  static final long FOR_EVER = 0xffffffffL;

  /** Returns the same with a lifetime of 0, to be compared. */
  HostAddress withoutLifetime() {
    return new HostAddress(linkIndex, ip, prefixLength, 0);
  }

  /** Returns whether a host is on the network of this address, and is not this host. */
  boolean isOnNetworkOf(InetAddress other) {
    byte[] ours = ip.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length || ip.equals(other)) {
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

  /** Returns the first address of its network. */
  InetAddress network() {
    byte[] base = ip.getAddress();
    for (int bit = prefixLength; bit < base.length * Byte.SIZE; bit++) {
      base[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
    }
    try {
      return InetAddress.getByAddress(base);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has the wrong length", e);
    }
  }

  static HostAddress of(NetlinkMessage message) {
    // On a point-to-point device IFA_ADDRESS is the other end; IPv6 has no IFA_LOCAL elsewhere.
    Optional<byte[]> ip =
        message
            .attribute(FIXED_PART, IFA_LOCAL)
            .or(() -> message.attribute(FIXED_PART, IFA_ADDRESS));
    long valid =
        message
            .attribute(FIXED_PART, IFA_CACHEINFO)
            .map(info -> ByteBuffer.wrap(info).order(ByteOrder.nativeOrder()).getInt(4))
            .map(Integer::toUnsignedLong)
            .orElse(FOR_EVER);
    try {
      return new HostAddress(
          message.get32(4),
          InetAddress.getByAddress(ip.orElse(new byte[0])),
          message.get8(1),
          valid);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the kernel sent an address that is none", e);
    }
  }
}
