package org.batonha.transport.wire;

/** Bytes from the wire that are not a frame for us; it says how to count them. */
public final class BadFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DropCause dropCause;

  public BadFrameException(DropCause dropCause, String message) {
    // No stack trace: whoever sends garbage must not be able to make us work for it.
    super(message, null, false, false);
    this.dropCause = dropCause;
  }

  public DropCause dropCause() {
    return dropCause;
  }
}
