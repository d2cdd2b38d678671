package io.pacekeeper.core.policy.working;

/** An ActionFlag is something that is so, or not, of an action. */
public enum ActionFlag {
  OPTIONAL,
  RUNNABLE,
  PSEUDO,
  PRINT_ALWAYS,
  MIGRATE_RUNNABLE,
  /** A stop where a live migration left the resource behind. */
  DANGLE,
  REQUIRES_ANY,
  RESCHEDULE,
  IMPLIED_BY_STONITH,
  /** It may run although its node is offline, as the DC does it. */
  ON_DC,
  HAVE_NODE_ATTRIBUTES,
  DUMPED,
  DEDUPLICATED,
  TRACKING
}
