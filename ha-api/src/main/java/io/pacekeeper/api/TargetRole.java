package io.pacekeeper.api;

/** The state in which the cluster is to keep a resource; Pacemaker's {@code target-role}. */
public enum TargetRole {
  /** Kept active on a node; of what is promotable as many instances are promoted as may be. */
  STARTED,
  /** Of what is promotable: the same as {@link #STARTED}, as in Pacemaker. */
  PROMOTED,
  /** Of what is promotable: kept active, and no instance promoted. */
  UNPROMOTED,
  /** Kept inactive. */
  STOPPED
}
