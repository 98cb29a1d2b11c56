package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** IPv6 neighbour discovery packets (RFC 4861, RFC 4862), with their Ethernet header. */
final class NeighbourFrames {
  static final int ETHERTYPE = 0x86dd;
  static final int SOLICITATION = 135;
  static final int ADVERTISEMENT = 136;
  static final int HOP_LIMIT = 14 + 7;
  static final int ICMP = 14 + 40;
  static final int TARGET = ICMP + 8;
  static final int OPTIONS = TARGET + 16;

  /** The hop limit by which receivers know that no router forwarded a packet. */
  static final int NEVER_FORWARDED = 255;

  private static final int NEXT_HEADER_ICMPV6 = 58;
  private static final int SOURCE_LINK_LAYER = 1;
  private static final int TARGET_LINK_LAYER = 2;
  private static final int OVERRIDE = 0x20000000;
  private static final byte[] UNSPECIFIED = new byte[16];
  private static final byte[] ALL_NODES = multicast(new byte[] {0, 0, 0, 1}, 0x00);

  private NeighbourFrames() {}

  /** Returns the solicitation of duplicate address detection (RFC 4862 section 5.4.2). */
  static byte[] probe(byte[] mac, InetAddress ip) {
    byte[] target = ip.getAddress();
    byte[] icmp = icmp(SOLICITATION, 0, target, new byte[0]);
    return frame(mac, UNSPECIFIED, solicitedNode(target), icmp);
  }

  /** Returns an unsolicited advertisement with the override flag (RFC 4861 section 7.2.6). */
  static byte[] advertisement(byte[] mac, InetAddress ip) {
    return frame(mac, ip.getAddress(), ALL_NODES, announcement(mac, ip));
  }

  private static byte[] announcement(byte[] mac, InetAddress ip) {
    byte[] targetLinkLayerAddress = linkLayerAddress(TARGET_LINK_LAYER, mac);
    return icmp(ADVERTISEMENT, OVERRIDE, ip.getAddress(), targetLinkLayerAddress);
  }

  /** Returns the same for one host alone. */
  static byte[] advertisementTo(
      byte[] neighbour, InetAddress neighboursIp, byte[] mac, InetAddress ip) {
    return frame(neighbour, mac, ip.getAddress(), neighboursIp.getAddress(), announcement(mac, ip));
  }

  /**
   * Returns an ordinary solicitation of the address (RFC 4861 section 7.2.2): whoever answers it
   * has learned of the address.
   */
  static byte[] solicitation(byte[] mac, InetAddress ip, InetAddress target) {
    byte[] icmp =
        icmp(SOLICITATION, 0, target.getAddress(), linkLayerAddress(SOURCE_LINK_LAYER, mac));
    return frame(mac, ip.getAddress(), solicitedNode(target.getAddress()), icmp);
  }

  private static byte[] linkLayerAddress(int type, byte[] mac) {
    return ByteBuffer.allocate(8).put((byte) type).put((byte) 1).put(mac).array();
  }

  private static byte[] solicitedNode(byte[] target) {
    return multicast(new byte[] {(byte) 0xff, target[13], target[14], target[15]}, 0x01);
  }

  private static byte[] icmp(int type, int flags, byte[] target, byte[] option) {
    return ByteBuffer.allocate(8 + 16 + option.length)
        .put((byte) type)
        .put((byte) 0)
        .putShort((short) 0) // the checksum comes later
        .putInt(flags)
        .put(target)
        .put(option)
        .array();
  }

  private static byte[] frame(byte[] mac, byte[] source, byte[] multicast, byte[] icmp) {
    byte[] group = {0x33, 0x33, multicast[12], multicast[13], multicast[14], multicast[15]};
    return frame(group, mac, source, multicast, icmp);
  }

  private static byte[] frame(
      byte[] receiver, byte[] mac, byte[] source, byte[] destination, byte[] icmp) {
    ByteBuffer frame = ByteBuffer.allocate(ICMP + icmp.length);
    frame
        .put(receiver)
        .put(mac)
        .putShort((short) ETHERTYPE)
        .putInt(0x60000000)
        .putShort((short) icmp.length)
        .put((byte) NEXT_HEADER_ICMPV6)
        .put((byte) NEVER_FORWARDED)
        .put(source)
        .put(destination)
        .put(icmp);
    frame.putShort(ICMP + 2, checksum(source, destination, icmp));
    return frame.array();
  }

  private static short checksum(byte[] source, byte[] destination, byte[] icmp) {
    ByteBuffer pseudo = ByteBuffer.allocate(40 + icmp.length);
    pseudo.put(source).put(destination).putInt(icmp.length).putInt(NEXT_HEADER_ICMPV6).put(icmp);
    pseudo.flip();
    int sum = 0;
    while (pseudo.hasRemaining()) {
      sum += pseudo.getShort() & 0xffff; // all lengths here are even
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }

  private static byte[] multicast(byte[] last, int eleventh) {
    byte[] address = new byte[16];
    address[0] = (byte) 0xff;
    address[1] = 0x02;
    address[11] = (byte) eleventh;
    System.arraycopy(last, 0, address, 12, last.length);
    return address;
  }
}
