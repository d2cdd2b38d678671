package io.pacekeeper.core.policy.working;

/**
 * An OnFail is what a failed operation leads to; the order of the constants is that of severity.
 */
public enum OnFail {
  IGNORE,
  DEMOTE,
  RESTART,
  RESET_REMOTE,
  RESTART_CONTAINER,
  MIGRATE,
  BLOCK,
  STOP,
  STANDBY,
  FENCE
}
