package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Names;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.fencing.FencingDefinition;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * What a node's controller is made with.
 *
 * @param node the node's name
 * @param host where it runs
 * @param pid its process id there
 * @param version the version of Pacekeeper that it runs
 * @param incarnations draws random ids, a new one for each time the node joins
 * @param lease the lease and what is derived from it
 * @param application the name under which the resources are declared
 * @param applicationVersion the version of the declarations
 * @param resources the resources for which there is code, and their declarations
 * @param attributes the node attributes that it declares
 * @param drainTimeout how long leaving waits for the cluster to move things away in order, before
 *     the node stops them itself
 * @param parallelOperations how many starts and monitors run at once, and how many stops
 * @param resyncInterval how often the state is read again and compared, hints or not
 * @param startupDelay how long a DC that has just joined itself waits for other nodes before it
 *     assigns anything, if nothing is active anywhere
 * @param fencing the fencing devices for which there is code, and their topology
 * @param joining what it can join, and what it waits for
 * @param capacity how much it has of what resources take
 */
public record ControllerOptions(
    String node,
    String host,
    long pid,
    String version,
    Supplier<String> incarnations,
    LeaseOptions lease,
    String application,
    long applicationVersion,
    List<ResourceDefinition> resources,
    SortedMap<String, String> attributes,
    Duration drainTimeout,
    int parallelOperations,
    Duration resyncInterval,
    Duration startupDelay,
    FencingDefinition fencing,
    JoinOptions joining,
    SortedMap<String, Integer> capacity) {

  /** How long leaving waits for the cluster to move things away: one minute. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofMinutes(1);

  /** How many starts and monitors run at once, and how many stops: 32. */
  public static final int DEFAULT_PARALLEL_OPERATIONS = 32;

  /** How often the state is read again: each minute. */
  public static final Duration DEFAULT_RESYNC_INTERVAL = Duration.ofMinutes(1);

  /** How long a DC that has just joined waits for others: one second. */
  public static final Duration DEFAULT_STARTUP_DELAY = Duration.ofSeconds(1);

  /** The application that a node declares its resources for if it names none. */
  public static final String DEFAULT_APPLICATION = "default";

  public ControllerOptions {
    Names.requireValid("node", node);
    Names.requireValid("application", application);
    resources = List.copyOf(resources);
    attributes = ImmutableSortedMap.copyOfSorted(attributes);
    capacity = ImmutableSortedMap.copyOfSorted(capacity);
  }

  /** Makes the same with the default {@code startupDelay}, no fencing device, no capacity. */
  public ControllerOptions(
      String node,
      String host,
      long pid,
      String version,
      Supplier<String> incarnations,
      LeaseOptions lease,
      String application,
      long applicationVersion,
      List<ResourceDefinition> resources,
      SortedMap<String, String> attributes,
      Duration drainTimeout,
      int parallelOperations,
      Duration resyncInterval) {
    this(
        node,
        host,
        pid,
        version,
        incarnations,
        lease,
        application,
        applicationVersion,
        resources,
        attributes,
        drainTimeout,
        parallelOperations,
        resyncInterval,
        DEFAULT_STARTUP_DELAY,
        FencingDefinition.NONE,
        JoinOptions.DEFAULTS,
        ImmutableSortedMap.of());
  }

  /** Returns the same with something else that it can join. */
  public ControllerOptions withJoining(JoinOptions other) {
    return new ControllerOptions(
        node,
        host,
        pid,
        version,
        incarnations,
        lease,
        application,
        applicationVersion,
        resources,
        attributes,
        drainTimeout,
        parallelOperations,
        resyncInterval,
        startupDelay,
        fencing,
        other,
        capacity);
  }
}
