package io.pacekeeper.core.document;

import java.time.Duration;

/**
 * The cluster's options, with Pacemaker's names and meanings.
 *
 * @param symmetricCluster whether a resource may run on every node that nothing speaks against
 * @param maintenanceMode whether every resource is left alone
 * @param stopAllResources whether every resource is stopped
 * @param startFailureIsFatal whether a failed start bans the resource from the node
 * @param maxLease how long a lease that is absent or unreadable is taken to last, from when that
 *     was first observed; no node may have a longer one
 * @param fencing how fencing devices are used
 */
public record ClusterOptions(
    boolean symmetricCluster,
    boolean maintenanceMode,
    boolean stopAllResources,
    boolean startFailureIsFatal,
    Duration maxLease,
    FencingOptions fencing) {
  /** Every option at its default. */
  public static final ClusterOptions DEFAULTS =
      new ClusterOptions(true, false, false, true, Duration.ofSeconds(60));

  /** Makes the same with the default options about fencing. */
  public ClusterOptions(
      boolean symmetricCluster,
      boolean maintenanceMode,
      boolean stopAllResources,
      boolean startFailureIsFatal,
      Duration maxLease) {
    this(
        symmetricCluster,
        maintenanceMode,
        stopAllResources,
        startFailureIsFatal,
        maxLease,
        FencingOptions.DEFAULTS);
  }
}
