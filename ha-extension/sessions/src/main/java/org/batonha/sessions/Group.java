package org.batonha.sessions;

import java.time.Duration;

/**
 * The group of servers, as this one sees it. Thread-safe. Nothing here waits. Times are those of
 * {@link System#nanoTime()}.
 */
public interface Group {
  /** Returns whether this node is in a part that may decide, or there is none to decide for. */
  boolean isQuorate();

  /** Returns how long the others go on with what this node holds when they hear it no more. */
  Duration lease();

  /** Returns what names the view that this node has: while it is equal, the view is the same. */
  Object view();

  /** Asks the others for the view that they have. */
  void ask();

  /** Returns whether all others of the view, asked since then, had the same. */
  boolean isSharedSince(long nanos);

  /** Returns whether another of the view, asked since then, was in one without this node. */
  boolean isContradictedSince(long nanos);

  /**
   * This node's sessions may be older than those of the others, or are so no more.
   *
   * @param reason why that is thought, for people; empty when it is over
   */
  void behind(String reason);
}
