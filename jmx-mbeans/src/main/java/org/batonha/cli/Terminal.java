package org.batonha.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What the command reads and writes besides its arguments.
 *
 * @param out data
 * @param err reports
 * @param width columns, or {@link #UNLIMITED} when nobody looks
 * @param colour whether escape sequences are understood
 * @param environment the environment's variables
 */
record Terminal(
    PrintWriter out, PrintWriter err, int width, boolean colour, Map<String, String> environment) {
  static final int UNLIMITED = Integer.MAX_VALUE;

  /** The variable that {@code bin/baton} sets to the width when standard output is a terminal. */
  static final String WIDTH_VARIABLE = "BATON_TERMINAL_WIDTH";

  private static final int NARROWEST = 40;

  static Terminal ofProcess() {
    Map<String, String> environment = System.getenv();
    int width = width(environment.get(WIDTH_VARIABLE));
    boolean noColour =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || "dumb".equals(environment.get("TERM"));
    return new Terminal(
        new PrintWriter(System.out),
        new PrintWriter(System.err, true),
        width,
        width != UNLIMITED && !noColour,
        environment);
  }

  static int width(String columns) {
    if (columns == null || !columns.matches("[0-9]{1,5}") || Integer.parseInt(columns) == 0) {
      return UNLIMITED;
    }
    return Math.max(NARROWEST, Integer.parseInt(columns));
  }

  /** Asks for a password without showing it; {@code null} when there is nobody to ask. */
  char[] askPassword(String question) {
    Console console = System.console();
    return console == null ? null : console.readPassword("%s", question);
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
