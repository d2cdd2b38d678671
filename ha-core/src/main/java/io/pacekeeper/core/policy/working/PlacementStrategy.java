package io.pacekeeper.core.policy.working;

/** A PlacementStrategy is how the capacity of nodes is used. */
public enum PlacementStrategy {
  DEFAULT,
  UTILIZATION,
  MINIMAL,
  BALANCED
}
