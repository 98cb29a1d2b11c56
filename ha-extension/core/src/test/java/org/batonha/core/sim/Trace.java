package org.batonha.core.sim;

import java.util.ArrayDeque;
import java.util.List;

/** What happened, line by line; the oldest lines go when there are too many. */
final class Trace {
  /** As many lines as a person reads. */
  static final int READABLE = 300;

  private final int most;
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  Trace(int most) {
    this.most = most;
  }

  void note(long now, String who, String what) {
    if (lines.size() == most) {
      lines.removeFirst();
    }
    lines.add(String.format("%12.6f %-4s %s", (now - World.EPOCH) / 1e9, who, what));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
