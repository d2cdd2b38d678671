package io.pacekeeper.core.policy.working;

/** A NoQuorumPolicy is what a partition without quorum does. */
public enum NoQuorumPolicy {
  STOP,
  FREEZE,
  IGNORE,
  DEMOTE,
  SUICIDE
}
