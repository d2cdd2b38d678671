package io.pacekeeper.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * @param group the group that it is in, or null
 * @param cloning how it is cloned, or null if it is not
 * @param constraints what ties it to other resources
 * @param needs what it needs of a node
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
    List<LocationConstraint> locations,
    @Nullable GroupMembership group,
    @Nullable ClonePolicy cloning,
    ResourceConstraints constraints,
    ResourceNeeds needs) {

  /** Makes one that is in no group, is not cloned, is tied to nothing, and needs nothing. */
  public ResourceDefinition(
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
    this(
        id,
        priority,
        stickiness,
        targetRole,
        managed,
        maintenance,
        requires,
        migrationThreshold,
        failureTimeout,
        start,
        stop,
        monitors,
        locations,
        null,
        null,
        ResourceConstraints.NONE,
        ResourceNeeds.NONE);
  }

  public ResourceDefinition {
    Names.requireValid("resource", id);
    Objects.requireNonNull(targetRole, "targetRole");
    Objects.requireNonNull(requires, "requires");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(stop, "stop");
    Objects.requireNonNull(needs, "needs");
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
    requireConsistent(id, monitors, locations, group, cloning, constraints);
    requirePromotable(id, targetRole, cloning);
    requireDemotable(id, start, stop, monitors, cloning);
  }

  private static void requireConsistent(
      String id,
      List<MonitorDefinition> monitors,
      List<LocationConstraint> locations,
      @Nullable GroupMembership group,
      @Nullable ClonePolicy cloning,
      ResourceConstraints constraints) {
    String problem = null;
    boolean promotable = cloning != null && cloning.isPromotable();
    if (group != null && promotable) {
      problem = "it is in group " + group.name() + " and promotable: do one or the other";
    } else if (group != null && cloning != null && cloning.globallyUnique()) {
      problem =
          "it is in group "
              + group.name()
              + " and cloned, and what is cloned with its group is all alike: do not make it"
              + " globally unique";
    } else if (group != null && group.name().equals(id)) {
      problem = "its group has its own name: give the group another one";
    } else if (!promotable
        && (monitors.stream().anyMatch(monitor -> monitor.role() != Role.STARTED)
            || locations.stream().anyMatch(location -> location.role() != Role.STARTED)
            || constraints.colocations().stream().anyMatch(one -> one.role() != Role.STARTED))) {
      problem =
          "a monitor, location or colocation names the role promoted or unpromoted, but it is not"
              + " promotable";
    } else if (constraints.colocations().stream().anyMatch(one -> one.with().equals(id))
        || constraints.orders().stream().anyMatch(one -> one.first().equals(id))) {
      problem = "a constraint ties it to itself: name another resource";
    }
    if (problem != null) {
      throw new IllegalArgumentException("resource " + id + ": " + problem);
    }
  }

  private static void requirePromotable(
      String id, TargetRole targetRole, @Nullable ClonePolicy cloning) {
    boolean ofPromotable = targetRole == TargetRole.PROMOTED || targetRole == TargetRole.UNPROMOTED;
    if (ofPromotable && (cloning == null || !cloning.isPromotable())) {
      throw new IllegalArgumentException(
          "resource "
              + id
              + ": its target-role names the role promoted or unpromoted, but it is not promotable");
    }
  }

  private static void requireDemotable(
      String id,
      OperationDefinition start,
      OperationDefinition stop,
      List<MonitorDefinition> monitors,
      @Nullable ClonePolicy cloning) {
    PromotionPolicy promotion = cloning == null ? null : cloning.promotion();
    String problem =
        start.onFail() == OnFail.DEMOTE
            ? "a failed start"
            : stop.onFail() == OnFail.DEMOTE
                ? "a failed stop"
                : promotion != null && promotion.demote().onFail() == OnFail.DEMOTE
                    ? "a failed demotion"
                    : monitors.stream()
                            .anyMatch(
                                monitor ->
                                    monitor.onFail() == OnFail.DEMOTE
                                        && monitor.role() != Role.PROMOTED)
                        ? "a failed monitor of what is not promoted"
                        : null;
    if (problem != null) {
      throw new IllegalArgumentException(
          "resource "
              + id
              + ": "
              + problem
              + " leaves nothing to demote: on-fail=demote is for promotions and for monitors of the"
              + " role promoted");
    }
  }

  /** Returns whether instances of it can be promoted. */
  public boolean isPromotable() {
    return cloning != null && cloning.isPromotable();
  }

  /** Returns whether it may be active many times at once: the instances of an anonymous cloning. */
  public boolean isAnonymousClone() {
    return cloning != null && !cloning.globallyUnique();
  }

  /** Returns whether its instances are told apart: those of a globally unique cloning. */
  public boolean isGloballyUnique() {
    return cloning != null && cloning.globallyUnique();
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
