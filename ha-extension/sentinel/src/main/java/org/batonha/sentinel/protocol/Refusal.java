package org.batonha.sentinel.protocol;

/** A command that is not carried out: a code for the program, and one clear sentence for people. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** Creates a refusal; {@code text} says what was tried, on what, and what to do. */
  public Refusal(ErrorCode code, String text) {
    super(text);
    this.code = code;
  }

  /** Creates a refusal that another failure caused. */
  public Refusal(ErrorCode code, String text, Throwable cause) {
    super(text, cause);
    this.code = code;
  }

  /** Returns why, as one of the protocol's words. */
  public ErrorCode code() {
    return code;
  }
}
