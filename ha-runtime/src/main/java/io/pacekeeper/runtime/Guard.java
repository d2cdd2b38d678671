package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Effect;

/**
 * Watches the lease by the clock, independently of the loop, and halts the JVM when it has to be.
 */
public interface Guard {
  /**
   * The exit status of a JVM that was halted because something in it could have been active twice.
   */
  int HALT_STATUS = 79;

  /** Takes the newest deadlines; called by the loop alone. */
  void set(Effect.Guard deadlines);

  /**
   * Has the JVM halted at once, from a thread of its own, and returns. Whatever the caller does
   * afterwards, it begins nothing new.
   */
  void halt(String reason);
}
