package org.batonha.transport.wire;

/** What a frame is for. */
public enum FrameType {
  /** A message, or a bundle of them, of the JGroups stack. */
  DATA(1),
  /** A sign of life with time stamps. */
  HEARTBEAT(2),
  /** Who I am, and my address on every link. */
  HELLO(3),
  /** I stop on purpose. */
  BYE(4),
  /** By what my last word will be known. */
  PLEDGE(5),
  /** Said for a node by its sentinel, when it can speak no more. */
  LAST_WORD(6);

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Returns the type with this code, or {@code null}. */
  public static FrameType of(int code) {
    return switch (code) {
      case 1 -> DATA;
      case 2 -> HEARTBEAT;
      case 3 -> HELLO;
      case 4 -> BYE;
      case 5 -> PLEDGE;
      case 6 -> LAST_WORD;
      default -> null;
    };
  }
}
