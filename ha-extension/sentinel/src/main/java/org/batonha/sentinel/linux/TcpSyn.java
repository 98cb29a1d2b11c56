package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first segment of a TCP connection in an Ethernet frame: whom it is for, and the same frame
 * for another host. Takes any bytes whatever. Segments behind IPv6 extension headers, and IPv4
 * fragments, are not known as such.
 */
final class TcpSyn {
  private static final int ETHERNET = 14;
  private static final int TYPE = 12;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int TCP = 6;
  private static final int SYN = 0x02;
  private static final int SYN_OR_ACK = 0x12;
  private static final int TCP_LENGTH = 20;
  private static final int CHECKSUM = 16;

  /** Where the parts of a frame are. */
  private record Layout(int addresses, int addressLength, int tcp, int end) {}

  private TcpSyn() {}

  /** Returns such a frame, of nobody to nobody. */
  static byte[] example() {
    ByteBuffer frame = ByteBuffer.allocate(ETHERNET + 20 + TCP_LENGTH);
    frame.putShort(TYPE, (short) IPV4).put(ETHERNET, (byte) 0x45);
    frame.putShort(ETHERNET + 2, (short) (20 + TCP_LENGTH)).put(ETHERNET + 9, (byte) TCP);
    frame.put(ETHERNET + 20 + 13, (byte) SYN);
    return frame.array();
  }

  /** Returns the address that the client wants to connect to, if the frame is such a segment. */
  static Optional<InetAddress> target(byte[] frame) {
    return layout(frame).map(layout -> address(frame, layout));
  }

  private static InetAddress address(byte[] frame, Layout layout) {
    int at = layout.addresses + layout.addressLength;
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(frame, at, at + layout.addressLength));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  /**
   * Returns the frame for another host of the network. Its checksum is made anew: what came from
   * the same machine may have left that to a network card.
   *
   * @param frame one that has a {@link #target}
   */
  static byte[] redirected(byte[] frame, byte[] toMac, byte[] fromMac) {
    Layout layout = layout(frame).orElseThrow(() -> new IllegalArgumentException("no such frame"));
    byte[] redirected = Arrays.copyOf(frame, layout.end);
    ByteBuffer bytes = ByteBuffer.wrap(redirected);
    bytes.put(0, toMac).put(toMac.length, fromMac);
    int checksum = layout.tcp + CHECKSUM;
    bytes.putShort(checksum, (short) 0);
    long sum = TCP + (layout.end - layout.tcp);
    sum += sum(redirected, layout.addresses, layout.addresses + 2 * layout.addressLength);
    sum += sum(redirected, layout.tcp, layout.end);
    while (sum >> Short.SIZE != 0) {
      sum = (sum & 0xffff) + (sum >> Short.SIZE);
    }
    bytes.putShort(checksum, (short) ~sum);
    return redirected;
  }

  private static long sum(byte[] bytes, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      boolean high = (i - from) % 2 == 0;
      sum += high ? (bytes[i] & 0xff) << Byte.SIZE : bytes[i] & 0xff;
    }
    return sum;
  }

  private static Optional<Layout> layout(byte[] frame) {
    if (frame.length < ETHERNET + 20) {
      return Optional.empty();
    }
    Layout layout =
        switch (unsigned(frame, TYPE)) {
          case IPV4 -> ipv4(frame);
          case IPV6 -> ipv6(frame);
          default -> null;
        };
    return Optional.ofNullable(layout).filter(found -> isSyn(frame, found));
  }

  private static Layout ipv4(byte[] frame) {
    int header = (frame[ETHERNET] & 0xf) * 4;
    boolean fragment = (unsigned(frame, ETHERNET + 6) & 0x3fff) != 0;
    if (header < 20 || fragment || frame[ETHERNET + 9] != TCP) {
      return null;
    }
    int end = ETHERNET + unsigned(frame, ETHERNET + 2);
    return new Layout(ETHERNET + 12, 4, ETHERNET + header, end);
  }

  private static Layout ipv6(byte[] frame) {
    if (frame.length < ETHERNET + 40 || frame[ETHERNET + 6] != TCP) {
      return null;
    }
    int end = ETHERNET + 40 + unsigned(frame, ETHERNET + 4);
    return new Layout(ETHERNET + 8, 16, ETHERNET + 40, end);
  }

  /** All of it is there, too: what was cut off cannot be sent on. */
  private static boolean isSyn(byte[] frame, Layout layout) {
    return layout.end <= frame.length
        && layout.end - layout.tcp >= TCP_LENGTH
        && (frame[layout.tcp + 13] & SYN_OR_ACK) == SYN;
  }

  private static int unsigned(byte[] frame, int at) {
    return (frame[at] & 0xff) << Byte.SIZE | frame[at + 1] & 0xff;
  }
}
