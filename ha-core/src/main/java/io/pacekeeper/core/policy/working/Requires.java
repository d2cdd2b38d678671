package io.pacekeeper.core.policy.working;

/** A Requires is what has to be there before a resource may start. */
public enum Requires {
  NOTHING,
  QUORUM,
  FENCING,
  UNFENCING;

  /** Returns whether lost nodes have to be fenced before. */
  public boolean fencing() {
    return this == FENCING || this == UNFENCING;
  }
}
