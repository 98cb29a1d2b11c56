package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.batonha.sentinel.protocol.Connection;

/**
 * A bare acknowledgement of a TCP connection (RFC 9293) whose numbers are wrong on purpose, sent by
 * a raw socket. Needs CAP_NET_RAW.
 */
final class TcpSegment {
  static final int LENGTH = 20;
  private static final int PROTOCOL_TCP = 6;
  private static final byte OFFSET = 5 << 4;
  private static final byte ACK = 0x10;
  private static final short WINDOW = 1024;
  private static final int CHECKSUM = 16;

  private TcpSegment() {}

  /** Sends it from the connection's local end, an address of this host. */
  static void send(Connection connection) {
    InetAddress local = connection.local().getAddress();
    int family = local instanceof Inet6Address ? Libc.AF_INET6 : Libc.AF_INET;
    int fd = Libc.socket(family, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, PROTOCOL_TCP);
    try {
      byte[] from = address(family, local);
      Libc.bind(fd, from, from.length);
      byte[] to = address(family, connection.remote().getAddress());
      byte[] segment = bytes(connection.local(), connection.remote());
      Libc.sendto(fd, segment, new NativeLong(segment.length), Libc.MSG_DONTWAIT, to, to.length);
    } finally {
      close(fd);
    }
  }

  private static void close(int fd) {
    try {
      Libc.close(fd);
    } catch (LastErrorException e) {
      throw new IllegalStateException("a socket can not be closed", e);
    }
  }

  /** Returns a sockaddr_in or sockaddr_in6; a raw socket's has no port. */
  private static byte[] address(int family, InetAddress ip) {
    ByteBuffer address = ByteBuffer.allocate(family == Libc.AF_INET ? 16 : 28);
    address.order(ByteOrder.nativeOrder()).putShort((short) family);
    address.position(family == Libc.AF_INET ? 4 : 8);
    return address.put(ip.getAddress()).array();
  }

  /** Returns the segment with its checksum. */
  static byte[] bytes(InetSocketAddress from, InetSocketAddress to) {
    ByteBuffer segment =
        ByteBuffer.allocate(LENGTH)
            .putShort((short) from.getPort())
            .putShort((short) to.getPort())
            .putInt(0) // sequence number
            .putInt(0) // acknowledgement number
            .put(OFFSET)
            .put(ACK)
            .putShort(WINDOW);
    segment.putShort(CHECKSUM, checksum(from.getAddress(), to.getAddress(), segment.array()));
    return segment.array();
  }

  /** Over the pseudo-header, too (RFC 9293 section 3.1; RFC 8200 section 8.1). */
  private static short checksum(InetAddress from, InetAddress to, byte[] segment) {
    long sum = sum(from.getAddress()) + sum(to.getAddress()) + PROTOCOL_TCP + LENGTH + sum(segment);
    while (sum >> Short.SIZE != 0) {
      sum = (sum & 0xffff) + (sum >> Short.SIZE);
    }
    return (short) ~sum;
  }

  private static long sum(byte[] words) {
    long sum = 0;
    for (int i = 0; i < words.length; i += 2) {
      sum += (words[i] & 0xff) << Byte.SIZE | words[i + 1] & 0xff;
    }
    return sum;
  }
}
