package io.pacekeeper.api;

/** What can be done to a resource on a node. */
public enum Operation {
  /** Makes the resource active. */
  START,
  /** Makes the resource inactive; succeeds when it is inactive already. */
  STOP,
  /** Gives an active instance the role that only few may have; succeeds when it has it already. */
  PROMOTE,
  /** Takes that role away; succeeds when the instance does not have it. */
  DEMOTE,
  /** Asks whether an active resource is well. */
  MONITOR
}
