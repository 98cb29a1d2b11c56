package org.batonha.lab;

/** How the demo ends. The script {@code demo} uses the same codes. */
public enum ExitCode {
  /** The client goes on in its session. */
  SURVIVED(0),
  /** The client is not served again, or lost its session. */
  NOT_SURVIVED(1),
  /** Wrong usage. */
  USAGE(2),
  /** This machine lacks something. */
  MACHINE(3),
  /** The lab or a server could not be brought up, or the build failed. */
  SETUP(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns the number. */
  public int code() {
    return code;
  }
}
