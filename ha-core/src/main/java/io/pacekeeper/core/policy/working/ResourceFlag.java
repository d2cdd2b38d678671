package io.pacekeeper.core.policy.working;

/** A ResourceFlag is something that is so, or not, of a resource during a decision. */
public enum ResourceFlag {
  MANAGED,
  BLOCKED,
  FAILED,
  /** It failed in a way that needs a stop. */
  MUST_STOP,
  ORPHAN,
  /** Instances are told apart; every primitive outside of an anonymous clone has it, too. */
  UNIQUE,
  NOTIFY,
  ALLOW_MIGRATE,
  FAILURE_IGNORED,
  MAINTENANCE,
  /** Not assigned yet. */
  PROVISIONAL,
  /** Being assigned just now. */
  ASSIGNING,
  /** Its preferences are being merged just now. */
  MERGING,
  START_PENDING,
  CRITICAL,
  FENCE_DEVICE,
  /** Some location constraint has resource-discovery=exclusive. */
  EXCLUSIVE_DISCOVERY,
  /** Its parameters changed in a way that it can take without a restart. */
  RELOAD,
  STOP_UNEXPECTED,
  /** Another resource runs inside of it. */
  CONTAINER,
  /** Its live migration cannot happen any more (a partial one broke). */
  MIGRATION_BROKEN,
  PROMOTION_SCORES_ADDED,
  ALLOW_UNHEALTHY_NODES,
  REMOVE_AFTER_STOP;

  /** Returns the bit that it has in a set of flags; there are fewer flags than bits. */
  @SuppressWarnings("EnumOrdinal") // the sets live no longer than a decision
  int bit() {
    return 1 << ordinal();
  }
}
