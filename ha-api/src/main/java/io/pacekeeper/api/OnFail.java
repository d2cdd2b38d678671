package io.pacekeeper.api;

/** What the cluster does when an operation of a resource fails; Pacemaker's {@code on-fail}. */
public enum OnFail {
  /** Acts as if the operation had succeeded, and only counts the failure. */
  IGNORE,
  /** Does nothing more with the resource, anywhere, until an administrator cleans it up. */
  BLOCK,
  /** Stops the resource and starts it nowhere. */
  STOP,
  /**
   * Stops the resource and starts it again, here or elsewhere. The default of start and monitor.
   */
  RESTART,
  /**
   * Demotes the instance and lets it run on, to be promoted again here or elsewhere. Of promotions
   * and of monitors of what is promoted only.
   */
  DEMOTE,
  /** Moves everything away from the node on which the operation failed. */
  STANDBY,
  /** Fences the node: its JVM is halted, so that what could not be stopped ends. Stop's default. */
  FENCE
}
