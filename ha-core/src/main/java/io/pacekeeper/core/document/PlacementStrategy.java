package io.pacekeeper.core.document;

/** How the capacity of nodes is used ({@code placement-strategy}), with Pacemaker's meanings. */
public enum PlacementStrategy {
  /** Capacity counts for nothing: each node is to have as many resources. */
  DEFAULT,
  /** Where capacity is left; each node is to have as many resources. */
  UTILIZATION,
  /** Where capacity is left, on as few nodes as possible. */
  MINIMAL,
  /** Where most capacity is left. */
  BALANCED
}
