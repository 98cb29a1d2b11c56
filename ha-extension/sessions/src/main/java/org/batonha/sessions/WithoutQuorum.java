package org.batonha.sessions;

/** What a node does with a session's requests in a part of the cluster that may not decide. */
public enum WithoutQuorum {
  /** Answers 503: another part may have changed the session. */
  REFUSE,
  /** Answers as ever. */
  SERVE
}
