package org.batonha.sessions;

import java.time.Duration;

/**
 * The group of servers, as this one sees it. Thread-safe. Nothing here waits. Times are those of
 * {@link System#nanoTime()}.
 */
public interface Group {
  /** Returns whether this node is in a part that may decide, or there is none to decide for. */
  boolean isQuorate();

  /** Returns whether no other of the view is silent, not even for a moment. */
  boolean hearsAll();

  /** Returns how long the others leave alone what this node holds when they hear it no more. */
  Duration lease();

  /** Returns what names the view that this node has: while it is equal, the view is the same. */
  Object view();

  /** Returns whether that view is one in which parts have met. */
  boolean isMerged();

  /** Returns whether in that view this node has met a part that had gone on without it. */
  boolean hasMetWhoWentOn(Object before);

  /** Asks the others for the view that they have. */
  void ask();

  /**
   * Returns whether all others of the view, asked since then, had the same, and nobody one without
   * this node.
   */
  boolean isSharedSince(long nanos);

  /** Returns whether another of the view, asked since then, was in one without this node. */
  boolean isContradictedSince(long nanos);

  /**
   * This node's sessions may be older than those of the others, or are so no more. May be said
   * again and again.
   *
   * @param reason why that is thought, for people; empty when it is over
   */
  void behind(String reason);
}
