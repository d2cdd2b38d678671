package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Effect;

/**
 * Watches the lease by the clock, independently of the loop, and halts the JVM when it has to be.
 */
public interface Guard {
  /** Takes the newest deadlines; called by the loop alone. */
  void set(Effect.Guard deadlines);

  /** Halts the JVM at once, from a thread of its own; does not return to callbacks that run. */
  void halt(String reason);
}
