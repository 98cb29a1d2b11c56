package org.batonha.sentinel.linux;

import java.util.Arrays;
import java.util.HexFormat;

/** Ethernet addresses as text. */
final class Mac {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  private Mac() {}

  /** Returns {@code 02:00:00:00:00:01}. */
  static String text(byte[] mac) {
    return COLONS.formatHex(mac);
  }

  /** Reads {@code 02:00:00:00:00:01}. */
  static byte[] bytes(String text) {
    return COLONS.parseHex(text);
  }

  /** Returns whether a frame to it goes to one host: not to a group, to all, or to none. */
  static boolean isOfOneHost(byte[] mac) {
    return mac.length == 6 && (mac[0] & 1) == 0 && !Arrays.equals(mac, new byte[6]);
  }
}
