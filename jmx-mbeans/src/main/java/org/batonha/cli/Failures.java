package org.batonha.cli;

import javax.security.sasl.SaslException;

/** What exceptions mean to a user. */
final class Failures {
  private Failures() {}

  /** Returns whether the server refused the user, in whichever layer that showed. */
  static boolean isDenied(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SecurityException || cause instanceof SaslException) {
        return true;
      }
    }
    return false;
  }

  /** Returns the failure in a few words, with the deepest cause that has any. */
  static String text(Throwable failure) {
    String text = failure.getMessage();
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
      text = root.getMessage() == null ? text : root.getMessage();
    }
    return text == null ? failure.getClass().getSimpleName() : text.lines().findFirst().orElse("");
  }
}
