package io.pacekeeper.core.policy.working;

/** An ActionEdge ties an action to one that comes before or after it. */
public final class ActionEdge {
  private final Action action;
  private int flags;
  private boolean kept;

  /** Makes an edge to an action; see {@link OrderingFlags}. */
  public ActionEdge(Action action, int flags) {
    this.action = action;
    this.flags = flags;
  }

  /** Returns the action at the other end. */
  public Action action() {
    return action;
  }

  /** Returns the kinds of the edge: bits of {@link OrderingFlags}. */
  public int flags() {
    return flags;
  }

  public void setFlags(int value) {
    flags = value;
  }

  public boolean is(int kind) {
    return (flags & kind) != 0;
  }

  /** Returns whether the graph has it: the action at the one end waits for that at the other. */
  public boolean kept() {
    return kept;
  }

  public void keep() {
    kept = true;
  }
}
