package org.batonha.transport.wire;

import java.util.Locale;

/** How a link carries frames. */
public enum LinkProtocol {
  /** Datagrams: multicast for all, unicast for one. */
  UDP(1),
  /** A connection per peer and direction. */
  TCP(2);

  private final int code;

  LinkProtocol(int code) {
    this.code = code;
  }

  /** Returns the number that stands for it in a HELLO. */
  public int code() {
    return code;
  }

  /** Returns its name as the administrator writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
