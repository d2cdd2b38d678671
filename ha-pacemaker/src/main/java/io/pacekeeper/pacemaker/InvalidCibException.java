package io.pacekeeper.pacemaker;

import org.jspecify.annotations.Nullable;

/** An InvalidCibException says in one sentence why a cluster information base cannot be read. */
public final class InvalidCibException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which of the {@link CibLimits} lets through what was refused, if another value is chosen. */
  public enum Limit {
    /** How long it may be, and how many elements it may have. */
    SIZE,
    /** What happens to elements that nobody knows. */
    UNKNOWN_ELEMENTS
  }

  private final @Nullable Limit limit;

  /** Says why. */
  public InvalidCibException(String message) {
    this(message, (Limit) null);
  }

  InvalidCibException(String message, @Nullable Limit limit) {
    super(message);
    this.limit = limit;
  }

  InvalidCibException(String message, Throwable cause) {
    this(message, null, cause);
  }

  InvalidCibException(String message, @Nullable Limit limit, Throwable cause) {
    super(message, cause);
    this.limit = limit;
  }

  /** Returns the limit that was reached; null: it is wrong whatever the limits. */
  public @Nullable Limit limit() {
    return limit;
  }
}
