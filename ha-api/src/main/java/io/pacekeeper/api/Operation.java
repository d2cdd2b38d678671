package io.pacekeeper.api;

/** What can be done to a resource on a node. */
public enum Operation {
  /** Makes the resource active. */
  START,
  /** Makes the resource inactive; succeeds when it is inactive already. */
  STOP,
  /** Asks whether an active resource is well. */
  MONITOR
}
