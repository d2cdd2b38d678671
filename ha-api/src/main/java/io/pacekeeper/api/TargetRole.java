package io.pacekeeper.api;

/** The state in which the cluster is to keep a resource; Pacemaker's {@code target-role}. */
public enum TargetRole {
  /** Kept active on a node. */
  STARTED,
  /** Kept inactive. */
  STOPPED
}
