package io.pacekeeper.pacemaker;

/** An InvalidCibException says in one sentence why a cluster information base cannot be read. */
public final class InvalidCibException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public InvalidCibException(String message) {
    super(message);
  }

  InvalidCibException(String message, Throwable cause) {
    super(message, cause);
  }
}
