package org.batonha.core.sim;

/** A rule was broken. Ends the run at once: what comes after it would only be confusing. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** Which rule: I1 to I5, or a word. */
  private final String rule;

  Violation(String rule, String text, Throwable cause) {
    super(rule + ": " + text, cause);
    this.rule = rule;
  }

  Violation(String rule, String text) {
    this(rule, text, null);
  }

  String rule() {
    return rule;
  }
}
