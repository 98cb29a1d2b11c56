package org.batonha.engine;

import java.util.List;
import org.batonha.core.Explanation;
import org.batonha.core.LogEntry;

/**
 * What an operator can command and ask on this node. Commands return when they are done. All throw
 * {@link IllegalStateException} with the reason when a command is refused or not done in time, or a
 * question is not answered in time. What is not done in time and may still come true has a {@link
 * java.util.concurrent.TimeoutException} as its cause. Thread-safe.
 */
interface Operator {
  void move(String service, String to);

  void stop(String service);

  void start(String service);

  void fail(String service);

  void recover(String service);

  void maintenance(boolean on);

  Explanation explain(String service);

  /** Returns what was decided here, the oldest first. */
  List<LogEntry> log();
}
