package org.batonha.transport.wire;

import java.util.Locale;

/** How a link carries frames. */
public enum LinkProtocol {
  /** Datagrams: multicast for all, unicast for one. */
  UDP(1),
  /** A connection per peer and direction. */
  TCP(2),
  /** A line to one peer: heartbeats and what holds the group together, no messages. */
  SERIAL(3);

  private final int code;

  LinkProtocol(int code) {
    this.code = code;
  }

  /** Returns the number that stands for it in a HELLO. */
  public int code() {
    return code;
  }

  /** Returns the protocol with this number, or {@code null}. */
  public static LinkProtocol of(int code) {
    return switch (code) {
      case 1 -> UDP;
      case 2 -> TCP;
      case 3 -> SERIAL;
      default -> null;
    };
  }

  /** Tells whether messages of applications go over it. */
  public boolean carriesMessages() {
    return this != SERIAL;
  }

  /** Returns its name as the administrator writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
