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
 * @param noQuorumPolicy what a node does whose lease ends because it is cut off
 * @param clusterDelay how long a node may owe an answer beyond what the ordered operations can take
 * @param historyLimit how many entries the history keeps
 * @param transition how a transition is carried out
 * @param placement what the capacity and the health of nodes mean
 */
public record ClusterOptions(
    boolean symmetricCluster,
    boolean maintenanceMode,
    boolean stopAllResources,
    boolean startFailureIsFatal,
    Duration maxLease,
    FencingOptions fencing,
    NoQuorumPolicy noQuorumPolicy,
    Duration clusterDelay,
    int historyLimit,
    TransitionOptions transition,
    PlacementOptions placement) {
  /** How many entries the history keeps unless told otherwise. */
  public static final int DEFAULT_HISTORY_LIMIT = 100;

  /** How many entries the history may keep: it is written whole each time. */
  public static final int MOST_HISTORY = 500;

  /** Pacemaker's default of {@code cluster-delay}: a minute. */
  public static final Duration DEFAULT_CLUSTER_DELAY = Duration.ofSeconds(60);

  /** Every option at its default. */
  public static final ClusterOptions DEFAULTS =
      new ClusterOptions(true, false, false, true, Duration.ofSeconds(60));

  public ClusterOptions {
    if (clusterDelay.isNegative()) {
      throw new IllegalArgumentException(
          "clusterDelay must not be negative, but is " + clusterDelay);
    }
    if (historyLimit < 1 || historyLimit > MOST_HISTORY) {
      throw new IllegalArgumentException(
          "historyLimit must be 1 to " + MOST_HISTORY + ", but is " + historyLimit);
    }
  }

  /** Makes the same with the default limit of the history. */
  public ClusterOptions(
      boolean symmetricCluster,
      boolean maintenanceMode,
      boolean stopAllResources,
      boolean startFailureIsFatal,
      Duration maxLease,
      FencingOptions fencing,
      NoQuorumPolicy noQuorumPolicy,
      Duration clusterDelay) {
    this(
        symmetricCluster,
        maintenanceMode,
        stopAllResources,
        startFailureIsFatal,
        maxLease,
        fencing,
        noQuorumPolicy,
        clusterDelay,
        DEFAULT_HISTORY_LIMIT,
        TransitionOptions.DEFAULTS,
        PlacementOptions.DEFAULTS);
  }

  /** Makes the same with the defaults of whatever else there is. */
  public ClusterOptions(
      boolean symmetricCluster,
      boolean maintenanceMode,
      boolean stopAllResources,
      boolean startFailureIsFatal,
      Duration maxLease,
      FencingOptions fencing) {
    this(
        symmetricCluster,
        maintenanceMode,
        stopAllResources,
        startFailureIsFatal,
        maxLease,
        fencing,
        NoQuorumPolicy.STOP,
        DEFAULT_CLUSTER_DELAY);
  }

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

  /** Returns the same with another maintenance mode. */
  public ClusterOptions withMaintenanceMode(boolean wanted) {
    return new ClusterOptions(
        symmetricCluster,
        wanted,
        stopAllResources,
        startFailureIsFatal,
        maxLease,
        fencing,
        noQuorumPolicy,
        clusterDelay,
        historyLimit,
        transition,
        placement);
  }

  /** Returns the same with other options about how a transition is carried out. */
  public ClusterOptions withTransition(TransitionOptions wanted) {
    return new ClusterOptions(
        symmetricCluster,
        maintenanceMode,
        stopAllResources,
        startFailureIsFatal,
        maxLease,
        fencing,
        noQuorumPolicy,
        clusterDelay,
        historyLimit,
        wanted,
        placement);
  }

  /** Returns the same with other options about capacity and health. */
  public ClusterOptions withPlacement(PlacementOptions wanted) {
    return new ClusterOptions(
        symmetricCluster,
        maintenanceMode,
        stopAllResources,
        startFailureIsFatal,
        maxLease,
        fencing,
        noQuorumPolicy,
        clusterDelay,
        historyLimit,
        transition,
        wanted);
  }
}
