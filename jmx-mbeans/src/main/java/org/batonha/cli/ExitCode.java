package org.batonha.cli;

/** How the {@code baton} command ends. The numbers are fixed: scripts rely on them. */
public enum ExitCode {
  /** It was done, or there is the answer. */
  OK(0),
  /** Something went wrong that no other code names. */
  FAILED(1),
  /** The command line was wrong; nothing was asked or done. */
  USAGE(2),
  /** No server answered in time. */
  UNREACHABLE(3),
  /** A server answered and did not let the user in. */
  DENIED(4),
  /** Baton understood and said no; nothing was changed. */
  REFUSED(5),
  /** A server answered, but Baton does not run in it. */
  NOT_INSTALLED(6),
  /** There is the status, and it says that a service is {@code UP} nowhere. */
  NOT_ACTIVE(7),
  /** The server took the command and did not tell the result in time: it may still come true. */
  UNCERTAIN(8);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns the number for the shell. */
  public int code() {
    return code;
  }
}
