package org.batonha.lab;

/** Something that the lab itself needs did not work; says nothing about the servers under test. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception that says what was tried, on what, and what to do. */
  public LabException(String message) {
    super(message);
  }

  /** As {@link #LabException(String)}, with the failure behind it. */
  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
