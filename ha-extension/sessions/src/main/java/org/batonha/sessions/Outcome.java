package org.batonha.sessions;

/** What is known of the commit of a session. */
public enum Outcome {
  /** A change was written, on all owners. */
  COMMITTED,
  /** Nothing was written: the session is in use by another request, which will write it. */
  NOTHING,
  /** A change was to be written and was not, or not on all owners. */
  FAILED,
  /** Nobody looked. */
  UNKNOWN
}
