package io.pacekeeper.core.controller;

import java.util.List;

/**
 * One node's mind: is told an input and the time, changes its state, and answers with what is to be
 * done. Starts no thread, reads no clock, does no IO and draws nothing at random; fed the same, it
 * does the same. Not safe for use by several threads: one loop owns it.
 */
public final class Controller {
  public Controller(ControllerOptions options) {}

  /** Takes in an input and returns what is to be done, in order. */
  public List<Effect> step(Input input, Moment now) {
    return List.of();
  }

  /**
   * Returns the monotonic time at which the controller is to be told a {@link Input.Tick} unless
   * something else happens before, or {@link Long#MAX_VALUE} for none. Compare by difference.
   */
  public long wakeAtNanos() {
    return Long.MAX_VALUE;
  }
}
