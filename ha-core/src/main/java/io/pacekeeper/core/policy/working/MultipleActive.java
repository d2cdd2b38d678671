package io.pacekeeper.core.policy.working;

/** A MultipleActive is what happens to a resource that is active more often than it may. */
public enum MultipleActive {
  STOP_START,
  BLOCK,
  STOP_ONLY,
  STOP_UNEXPECTED
}
