package io.pacekeeper.core.cib;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.TargetRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A definition that is being changed, attribute by attribute. */
final class EditedDefinition {
  private final ResourceDefinition from;
  private final String id;
  int priority;
  int stickiness;
  TargetRole targetRole;
  boolean managed;
  boolean maintenance;
  Requires requires;
  int migrationThreshold;
  Duration failureTimeout;
  OperationDefinition start;
  OperationDefinition stop;
  final List<MonitorDefinition> monitors;
  final List<LocationConstraint> locations;
  final TreeMap<String, Integer> utilization;
  boolean allowUnhealthyNodes;

  EditedDefinition(ResourceDefinition from) {
    this.from = from;
    id = from.id();
    priority = from.priority();
    stickiness = from.stickiness();
    targetRole = from.targetRole();
    managed = from.managed();
    maintenance = from.maintenance();
    requires = from.requires();
    migrationThreshold = from.migrationThreshold();
    failureTimeout = from.failureTimeout();
    start = from.start();
    stop = from.stop();
    monitors = new ArrayList<>(from.monitors());
    locations = new ArrayList<>(from.locations());
    utilization = new TreeMap<>(from.needs().utilization());
    allowUnhealthyNodes = from.needs().allowUnhealthyNodes();
  }

  /** Changes one limit of an operation: {@code timeout}, {@code on-fail} or {@code interval}. */
  void operation(String operation, String limit, String value) {
    switch (operation) {
      case "start" -> start = changed(start, limit, value);
      case "stop" -> stop = changed(stop, limit, value);
      case "monitor" -> {
        if (monitors.size() != 1) {
          throw new IllegalArgumentException(
              "the resource has "
                  + monitors.size()
                  + " monitors, and only that of a resource with one can be changed");
        }
        monitors.set(0, changed(monitors.get(0), limit, value));
      }
      default -> throw new IllegalArgumentException("the operations are start, stop and monitor");
    }
  }

  private static OperationDefinition changed(
      OperationDefinition operation, String limit, String value) {
    return switch (limit) {
      case "timeout" -> new OperationDefinition(AttributeValue.duration(value), operation.onFail());
      case "on-fail" ->
          new OperationDefinition(operation.timeout(), AttributeValue.word(OnFail.class, value));
      default ->
          throw new IllegalArgumentException("a start or a stop has a timeout and an on-fail");
    };
  }

  private static MonitorDefinition changed(MonitorDefinition monitor, String limit, String value) {
    return switch (limit) {
      case "interval" ->
          new MonitorDefinition(
              AttributeValue.duration(value), monitor.timeout(), monitor.onFail(), monitor.role());
      case "timeout" ->
          new MonitorDefinition(
              monitor.interval(), AttributeValue.duration(value), monitor.onFail(), monitor.role());
      case "on-fail" ->
          new MonitorDefinition(
              monitor.interval(),
              monitor.timeout(),
              AttributeValue.word(OnFail.class, value),
              monitor.role());
      default ->
          throw new IllegalArgumentException("a monitor has an interval, a timeout and an on-fail");
    };
  }

  ResourceDefinition build() {
    return new ResourceDefinition(
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
        from.group(),
        from.cloning(),
        from.constraints(),
        new ResourceNeeds(utilization, allowUnhealthyNodes));
  }
}
