package io.pacekeeper.core.cib;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.TargetRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A definition that is being changed, attribute by attribute. */
final class EditedDefinition {
  /** The role of a monitor, as a part of the name of an operation. */
  private static final String PROMOTED_MONITOR = "promoted-monitor";

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
  @Nullable ClonePolicy cloning;
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
    cloning = from.cloning();
    utilization = new TreeMap<>(from.needs().utilization());
    allowUnhealthyNodes = from.needs().allowUnhealthyNodes();
  }

  /** Changes one limit of an operation: {@code timeout}, {@code on-fail} or {@code interval}. */
  void operation(String operation, String limit, String value) {
    switch (operation) {
      case "start" -> start = changed(start, limit, value);
      case "stop" -> stop = changed(stop, limit, value);
      case "monitor" -> changeMonitor(monitor(operation, monitors.size() == 1), limit, value);
      case PROMOTED_MONITOR -> changeMonitor(monitor(operation, false), limit, value);
      case "promote", "demote" -> {
        PromotionPolicy promotion = promotion();
        boolean promotes = operation.equals("promote");
        promoting(
            new PromotionPolicy(
                promotion.max(),
                promotion.nodeMax(),
                promotes ? changed(promotion.promote(), limit, value) : promotion.promote(),
                promotes ? promotion.demote() : changed(promotion.demote(), limit, value)));
      }
      default ->
          throw new IllegalArgumentException(
              "the operations are start, stop, monitor, promoted-monitor, promote and demote");
    }
  }

  private void changeMonitor(int index, String limit, String value) {
    monitors.set(index, changed(monitors.get(index), limit, value));
  }

  /** Returns the place of the one monitor that is meant. */
  private int monitor(String operation, boolean any) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < monitors.size(); i++) {
      if (any || monitors.get(i).isFor(operation.equals(PROMOTED_MONITOR))) {
        found.add(i);
      }
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "the resource has %d monitors of what is %s, and only that of a resource with one can be changed"
              .formatted(
                  found.size(), operation.equals(PROMOTED_MONITOR) ? "promoted" : "not promoted"));
    }
    return found.get(0);
  }

  /** Changes how many instances there are, how many are promoted, or how they start. */
  void instances(String name, String value) {
    ClonePolicy clone = cloning;
    if (clone == null) {
      throw new IllegalArgumentException("the resource is not cloned");
    }
    cloning =
        new ClonePolicy(
            name.equals("clone-max") ? AttributeValue.number(value) : clone.max(),
            name.equals("clone-node-max") ? AttributeValue.number(value) : clone.nodeMax(),
            name.equals("clone-min") ? AttributeValue.number(value) : clone.min(),
            name.equals("interleave") ? AttributeValue.flag(value) : clone.interleave(),
            name.equals("ordered") ? AttributeValue.flag(value) : clone.ordered(),
            clone.globallyUnique(),
            clone.promotion());
  }

  /** Changes how many instances are promoted: {@code promoted-max} or {@code promoted-node-max}. */
  void promotions(String name, String value) {
    PromotionPolicy promotion = promotion();
    int number = AttributeValue.number(value);
    promoting(
        new PromotionPolicy(
            name.equals("promoted-max") ? number : promotion.max(),
            name.equals("promoted-node-max") ? number : promotion.nodeMax(),
            promotion.promote(),
            promotion.demote()));
  }

  private PromotionPolicy promotion() {
    PromotionPolicy promotion = cloning == null ? null : cloning.promotion();
    if (promotion == null) {
      throw new IllegalArgumentException("the resource is not promotable");
    }
    return promotion;
  }

  private void promoting(PromotionPolicy promotion) {
    ClonePolicy clone = Objects.requireNonNull(cloning, "cloning");
    cloning =
        new ClonePolicy(
            clone.max(),
            clone.nodeMax(),
            clone.min(),
            clone.interleave(),
            clone.ordered(),
            clone.globallyUnique(),
            promotion);
  }

  private static OperationDefinition changed(
      OperationDefinition operation, String limit, String value) {
    return switch (limit) {
      case "timeout" -> new OperationDefinition(AttributeValue.duration(value), operation.onFail());
      case "on-fail" ->
          new OperationDefinition(operation.timeout(), AttributeValue.word(OnFail.class, value));
      default ->
          throw new IllegalArgumentException("what is no monitor has a timeout and an on-fail");
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
        cloning,
        from.constraints(),
        new ResourceNeeds(utilization, allowUnhealthyNodes));
  }
}
