package org.batonha.sessions;

/** What becomes of a response whose session could not be committed in time. */
public enum OnFailure {
  /** The request fails: 503, or where a part of the answer has left, a broken connection. */
  FAIL,
  /** The response goes out as it is, with a warning in the log. */
  WARN
}
