package io.pacekeeper.core.document;

/**
 * The cluster's options about which nodes take what: by their capacity, and by their health.
 *
 * @param strategy how the capacity of nodes is used ({@code placement-strategy})
 * @param health what the health of nodes means
 */
public record PlacementOptions(PlacementStrategy strategy, HealthOptions health) {
  /** Neither capacity nor health counts. */
  public static final PlacementOptions DEFAULTS =
      new PlacementOptions(PlacementStrategy.DEFAULT, HealthOptions.DEFAULTS);

  /** Returns whether capacity counts. */
  public boolean countsCapacity() {
    return strategy != PlacementStrategy.DEFAULT;
  }
}
