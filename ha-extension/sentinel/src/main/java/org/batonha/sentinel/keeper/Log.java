package org.batonha.sentinel.keeper;

/** What is said to people. Never blocks, so that a reader that hangs can not stop the sentinel. */
public interface Log {
  /** Says what happened as it should. */
  void info(String text);

  /** Says what did not, and what follows from it. */
  void warn(String text);
}
