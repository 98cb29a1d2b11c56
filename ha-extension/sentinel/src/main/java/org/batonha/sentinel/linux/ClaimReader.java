package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.batonha.sentinel.keeper.Claim;

/** Reads from a received frame which host claims which address. Takes any bytes whatever. */
final class ClaimReader {
  private ClaimReader() {}

  static Optional<Claim> read(String device, byte[] frame) {
    if (frame.length < 14) {
      return Optional.empty();
    }
    return switch (ByteBuffer.wrap(frame).getShort(12) & 0xffff) {
      case ArpFrames.ETHERTYPE -> arp(device, frame);
      case NeighbourFrames.ETHERTYPE -> neighbour(device, frame);
      default -> Optional.empty();
    };
  }

  private static Optional<Claim> arp(String device, byte[] frame) {
    if (frame.length < ArpFrames.LENGTH || frame[18] != 6 || frame[19] != 4) {
      return Optional.empty();
    }
    byte[] mac = Arrays.copyOfRange(frame, 22, 28);
    byte[] sender = Arrays.copyOfRange(frame, 28, 32);
    if (!isZero(sender)) {
      return claim(device, sender, mac, Claim.Kind.HAS);
    }
    byte[] target = Arrays.copyOfRange(frame, 38, 42);
    boolean request = frame[21] == ArpFrames.REQUEST;
    return request ? claim(device, target, mac, Claim.Kind.WANTS) : Optional.empty();
  }

  /**
   * As the kernel does (RFC 4861, 7.1), believes nobody who is not on this network: what a router
   * has passed on has another hop limit.
   */
  private static Optional<Claim> neighbour(String device, byte[] frame) {
    if (frame.length < NeighbourFrames.OPTIONS
        || frame[NeighbourFrames.HOP_LIMIT] != (byte) NeighbourFrames.NEVER_FORWARDED
        || frame[NeighbourFrames.ICMP + 1] != 0) {
      return Optional.empty();
    }
    byte[] mac = Arrays.copyOfRange(frame, 6, 12);
    byte[] source = Arrays.copyOfRange(frame, 22, 38);
    byte[] target = Arrays.copyOfRange(frame, NeighbourFrames.TARGET, NeighbourFrames.TARGET + 16);
    int type = frame[NeighbourFrames.ICMP] & 0xff;
    if (type == NeighbourFrames.ADVERTISEMENT) {
      return claim(device, target, mac, Claim.Kind.HAS);
    }
    boolean probe = type == NeighbourFrames.SOLICITATION && isZero(source);
    return probe ? claim(device, target, mac, Claim.Kind.WANTS) : Optional.empty();
  }

  private static Optional<Claim> claim(String device, byte[] ip, byte[] mac, Claim.Kind kind) {
    try {
      return Optional.of(new Claim(device, InetAddress.getByAddress(ip), Mac.text(mac), kind));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
