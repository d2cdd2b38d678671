package io.pacekeeper.core.policy.working;

/** An ActionFlag is something that is so, or not, of an action. */
public enum ActionFlag {
  /** It is done only if something else makes it required. */
  OPTIONAL,
  RUNNABLE,
  /** Nothing has to be done for it: it stands for a state that others wait for. */
  PSEUDO,
  /** It goes into the graph although it is optional. */
  PRINT_ALWAYS,
  /** It is part of a live migration that is still possible. */
  MIGRATE_RUNNABLE,
  /** A stop where a live migration left the resource behind. */
  DANGLE,
  /** It is runnable when enough, rather than all, of those before it are. */
  REQUIRES_ANY,
  /** A recurring operation that has to be started anew, though it is running. */
  RESCHEDULE,
  IMPLIED_BY_STONITH,
  /** It may run although its node is offline, as the DC does it. */
  ON_DC,
  /** It is in the graph. */
  DUMPED,
  DEDUPLICATED,
  /** Some walk is passing through it. */
  TRACKING;

  /** Returns the bit that stands for it in {@link Action#flags()}. */
  @SuppressWarnings("EnumOrdinal") // the sets live no longer than a decision
  public int bit() {
    return 1 << ordinal();
  }
}
