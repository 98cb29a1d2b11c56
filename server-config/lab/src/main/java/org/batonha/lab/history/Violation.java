package org.batonha.lab.history;

/**
 * Something that cannot be if every acknowledged change is kept. Immutable.
 *
 * @param kind what
 * @param counter of which counter
 * @param operation who saw it
 * @param text what was seen, and what should have been
 */
public record Violation(Kind kind, String counter, Operation operation, String text) {
  /** What is wrong. */
  public enum Kind {
    /** A request was counted on top of a state that lacks a count that was acknowledged before. */
    LOST,
    /** A request read a state that lacks a count that was acknowledged before it began. */
    STALE,
    /**
     * A request was told of a count that was gone later, and that nobody else was told of: the one
     * that counted it got no answer. No acknowledged change is lost by that.
     */
    DIRTY,
    /** A counter is greater than the requests that can have been counted. */
    DUPLICATE;

    /** Returns whether an acknowledged change is lost or made twice. */
    public boolean breaksPromise() {
      return this != DIRTY;
    }
  }

  @Override
  public String toString() {
    return "%s: %s of %s: %s; seen by: %s"
        .formatted(kind, counter, operation.session(), text, operation.line());
  }
}
