package org.batonha.cli;

/** How text looks on a terminal that understands it. Nothing is said by colour alone. */
enum Style {
  /** As the terminal has it. */
  PLAIN(""),
  /** A column's title. */
  HEADER("2"),
  /** The answer to what one looks for first. */
  STRONG("1"),
  /** As it should be. */
  GOOD("32"),
  /** On its way, or in doubt. */
  DOUBT("33"),
  /** Needs someone. */
  BAD("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** Returns the style of a state of a service or of a peer on a link. */
  static Style ofState(String state) {
    return switch (state) {
      case "UP" -> GOOD;
      case "RECOVER" -> PLAIN;
      case "FAIL", "DOWN" -> BAD;
      default -> DOUBT;
    };
  }

  String apply(String text, boolean colour) {
    return !colour || code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
