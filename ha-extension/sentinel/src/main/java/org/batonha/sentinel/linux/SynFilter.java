package org.batonha.sentinel.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A filter for the kernel (classic BPF) that lets pass the first segments of TCP connections on
 * Ethernet, and nothing else: over IPv4 no fragments, over IPv6 without extension headers.
 */
final class SynFilter {
  /** Bytes of one instruction. */
  static final int INSTRUCTION = 8;

  private static final int LOAD_SHORT = 0x28;
  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_BYTE_BEHIND_HEADER = 0x50;
  private static final int LOAD_HEADER_LENGTH = 0xb1;
  private static final int AND = 0x54;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int PASS = 16;
  private static final int DROP = 17;

  /** Each line is an instruction: what, where to go on if it holds and if not, with what. */
  private static final int[][] INSTRUCTIONS = {
    /*  0 */ {LOAD_SHORT, 1, 1, 12},
    /*  1 */ {IF_EQUAL, 2, 10, 0x0800},
    /*  2 */ {LOAD_BYTE, 3, 3, 23},
    /*  3 */ {IF_EQUAL, 4, DROP, 6},
    /*  4 */ {LOAD_SHORT, 5, 5, 20},
    /*  5 */ {IF_ANY_BIT, DROP, 6, 0x1fff},
    /*  6 */ {LOAD_HEADER_LENGTH, 7, 7, 14},
    /*  7 */ {LOAD_BYTE_BEHIND_HEADER, 8, 8, 14 + 13},
    /*  8 */ {AND, 9, 9, 0x12},
    /*  9 */ {IF_EQUAL, PASS, DROP, 0x02},
    /* 10 */ {IF_EQUAL, 11, DROP, 0x86dd},
    /* 11 */ {LOAD_BYTE, 12, 12, 20},
    /* 12 */ {IF_EQUAL, 13, DROP, 6},
    /* 13 */ {LOAD_BYTE, 14, 14, 14 + 40 + 13},
    /* 14 */ {AND, 15, 15, 0x12},
    /* 15 */ {IF_EQUAL, PASS, DROP, 0x02},
    /* PASS */ {RETURN, 17, 17, 0xffff},
    /* DROP */ {RETURN, 18, 18, 0},
  };

  /** As the kernel takes it. */
  static final byte[] PROGRAM = program();

  private SynFilter() {}

  private static byte[] program() {
    ByteBuffer program =
        ByteBuffer.allocate(INSTRUCTIONS.length * INSTRUCTION).order(ByteOrder.nativeOrder());
    for (int at = 0; at < INSTRUCTIONS.length; at++) {
      int[] instruction = INSTRUCTIONS[at];
      program
          .putShort((short) instruction[0])
          .put((byte) (instruction[1] - at - 1))
          .put((byte) (instruction[2] - at - 1))
          .putInt(instruction[3]);
    }
    return program.array();
  }
}
