package io.pacekeeper.core.document;

import java.time.Duration;
import java.util.Objects;

/**
 * A node's lease: the right of one incarnation to be active. Only ever compared and set.
 *
 * @param state whether it may be renewed, and how it ended
 * @param incarnation whose it is
 * @param length L: how long the incarnation may be active after it sent a renewal that was
 *     committed
 * @param margin what an observer waits beyond L, for clocks that do not run at the same rate
 */
public record LeaseDocument(State state, String incarnation, Duration length, Duration margin)
    implements Document {
  /** Whose a lease is that was put where one was absent: anybody's, for all that is known. */
  private static final String NOBODY = "unknown";

  /** What may become of a lease. */
  public enum State {
    /** Renewed by its incarnation. */
    HELD,
    /** To be revoked: its incarnation can renew it no more. */
    ENDING,
    /** Given back by its incarnation, which has stopped everything. */
    RELEASED,
    /** Taken away after it had ended. */
    REVOKED,
    /** Ended by evidence that the incarnation's process is gone. */
    DEAD;

    /** Returns whether nothing of the incarnation can be active any more. */
    public boolean isOver() {
      return this == RELEASED || this == REVOKED || this == DEAD;
    }
  }

  public LeaseDocument {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(incarnation, "incarnation");
    if (length.isNegative() || length.isZero() || margin.isNegative()) {
      throw new IllegalArgumentException(
          "a lease needs a length above zero and a margin of zero or more, but has "
              + length
              + " and "
              + margin);
    }
  }

  /**
   * Returns what takes the place of a lease that is absent or cannot be read: nobody can renew it,
   * and it is over when it has been waited for like any other.
   *
   * @param wait how long whoever had the lease could be active, with the margin
   */
  public static LeaseDocument ofNobody(Duration wait) {
    Duration margin = wait.dividedBy(11);
    return new LeaseDocument(State.ENDING, NOBODY, wait.minus(margin), margin);
  }

  /** Returns whether nobody knows whose it was. */
  public boolean isOfNobody() {
    return incarnation.equals(NOBODY);
  }

  /** Returns the same lease in another state. */
  public LeaseDocument with(State next) {
    return new LeaseDocument(next, incarnation, length, margin);
  }
}
