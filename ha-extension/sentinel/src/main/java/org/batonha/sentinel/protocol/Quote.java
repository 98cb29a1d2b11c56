package org.batonha.sentinel.protocol;

/** Foreign text made fit for one line of an answer: visible ASCII, not too long. */
final class Quote {
  private static final int LIMIT = 40;

  private Quote() {}

  static String of(String foreign) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < foreign.length() && i < LIMIT; i++) {
      char c = foreign.charAt(i);
      text.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return foreign.length() > LIMIT ? text + "..." : text.toString();
  }
}
