package io.pacekeeper.testkit.invariant;

/** Something that must hold after everything that happens. Sees one history, in its order. */
public interface Invariant {
  /**
   * Takes in what has just happened.
   *
   * @throws InvariantViolation if it must not
   */
  void check(Happening happening, World world);
}
