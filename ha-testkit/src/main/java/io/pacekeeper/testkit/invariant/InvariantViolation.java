package io.pacekeeper.testkit.invariant;

/** Thrown when something happened that must never be. */
public final class InvariantViolation extends RuntimeException {
  /** Makes one that says which invariant is violated, and how. */
  public InvariantViolation(Class<? extends Invariant> invariant, String how) {
    super(invariant.getSimpleName() + ": " + how);
  }
}
