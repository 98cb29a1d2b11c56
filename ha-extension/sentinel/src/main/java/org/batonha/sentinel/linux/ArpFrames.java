package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** ARP packets for Ethernet and IPv4 (RFC 826, RFC 5227), with their Ethernet header. */
final class ArpFrames {
  static final int ETHERTYPE = 0x0806;
  static final int REQUEST = 1;
  static final int REPLY = 2;
  static final int LENGTH = 42;

  private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};
  private static final byte[] NO_MAC = new byte[6];
  private static final byte[] NO_IP = new byte[4];

  private ArpFrames() {}

  /** Returns an ARP probe: who has it? The sender's address is empty, to disturb no cache. */
  static byte[] probe(byte[] mac, InetAddress ip) {
    return frame(mac, REQUEST, NO_IP, NO_MAC, ip.getAddress());
  }

  /** Returns a gratuitous request (RFC 5227: ARP announcement); most hosts take this one. */
  static byte[] gratuitousRequest(byte[] mac, InetAddress ip) {
    return frame(mac, REQUEST, ip.getAddress(), NO_MAC, ip.getAddress());
  }

  /**
   * Returns a gratuitous reply; some hosts take only this one. Its target hardware address is our
   * own: Linux holds a reply with another one for an ordinary answer.
   */
  static byte[] gratuitousReply(byte[] mac, InetAddress ip) {
    return frame(mac, REPLY, ip.getAddress(), mac, ip.getAddress());
  }

  /** Returns a gratuitous request for one host alone. */
  static byte[] gratuitousRequestTo(byte[] neighbour, byte[] mac, InetAddress ip) {
    return frame(neighbour, mac, REQUEST, ip.getAddress(), NO_MAC, ip.getAddress());
  }

  /** Returns what looks to one host like an answer to a question of its own. */
  static byte[] replyTo(byte[] neighbour, InetAddress neighboursIp, byte[] mac, InetAddress ip) {
    return frame(neighbour, mac, REPLY, ip.getAddress(), neighbour, neighboursIp.getAddress());
  }

  /** Returns an ordinary request of the address: whoever answers it has learned of the address. */
  static byte[] request(byte[] mac, InetAddress ip, InetAddress target) {
    return frame(mac, REQUEST, ip.getAddress(), NO_MAC, target.getAddress());
  }

  private static byte[] frame(
      byte[] mac, int operation, byte[] senderIp, byte[] targetMac, byte[] targetIp) {
    return frame(BROADCAST, mac, operation, senderIp, targetMac, targetIp);
  }

  private static byte[] frame(
      byte[] destination,
      byte[] mac,
      int operation,
      byte[] senderIp,
      byte[] targetMac,
      byte[] targetIp) {
    return ByteBuffer.allocate(LENGTH)
        .put(destination)
        .put(mac)
        .putShort((short) ETHERTYPE)
        .putShort((short) 1) // Ethernet
        .putShort((short) 0x0800) // IPv4
        .put((byte) 6)
        .put((byte) 4)
        .putShort((short) operation)
        .put(mac)
        .put(senderIp)
        .put(targetMac)
        .put(targetIp)
        .array();
  }
}
