package io.pacekeeper.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the cluster knows of a resource: everything but the code that runs it. Made by {@link
 * Resource}; stored in the cluster's configuration.
 *
 * @param id the name of the resource, unique in the cluster
 * @param priority resources of higher priority are assigned first
 * @param stickiness how much the resource prefers to stay where it is
 * @param targetRole whether it is to be active at all
 * @param managed whether the cluster may start and stop it
 * @param maintenance whether it is left alone altogether, monitors included
 * @param requires what must be true before it may start
 * @param migrationThreshold after how many failures it must leave a node; 0 means never
 * @param failureTimeout how long after the last failure the failures of a node are forgotten; zero
 *     means never
 * @param start limits of its start
 * @param stop limits of its stop
 * @param monitors its recurring monitors
 * @param locations its location constraints
 */
public record ResourceDefinition(
    String id,
    int priority,
    int stickiness,
    TargetRole targetRole,
    boolean managed,
    boolean maintenance,
    Requires requires,
    int migrationThreshold,
    Duration failureTimeout,
    OperationDefinition start,
    OperationDefinition stop,
    List<MonitorDefinition> monitors,
    List<LocationConstraint> locations) {

  public ResourceDefinition {
    Names.requireValid("resource", id);
    Objects.requireNonNull(targetRole, "targetRole");
    Objects.requireNonNull(requires, "requires");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(stop, "stop");
    priority = Score.clamp(priority);
    stickiness = Score.clamp(stickiness);
    if (migrationThreshold < 0) {
      throw new IllegalArgumentException(
          "resource "
              + id
              + ": migrationThreshold must be 0 (never) or more, but it is "
              + migrationThreshold);
    }
    if (failureTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "resource "
              + id
              + ": failureTimeout must be zero (never) or longer, but it is "
              + failureTimeout);
    }
    monitors = List.copyOf(monitors);
    locations = List.copyOf(locations);
  }

  /** Returns a definition with every default: stickiness 1, started, managed, no monitor. */
  public static ResourceDefinition ofDefaults(String id) {
    return new ResourceDefinition(
        id,
        0,
        1,
        TargetRole.STARTED,
        true,
        false,
        Requires.FENCING,
        0,
        Duration.ZERO,
        OperationDefinition.DEFAULT_START,
        OperationDefinition.DEFAULT_STOP,
        List.of(),
        List.of());
  }
}
