package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.working.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The StatusIndex is where the history of a resource on a node is found by their names. */
final class StatusIndex {
  private final PolicyInput input;
  private @Nullable Map<String, Map<String, ResourceHistory>> byNode;

  StatusIndex(PolicyInput input) {
    this.input = input;
  }

  /** Returns the records of a resource on a node; none: there are none. */
  List<OperationRecord> records(String resource, String node) {
    ResourceHistory history = index().getOrDefault(node, Map.of()).get(resource);
    return history == null ? List.of() : history.operations();
  }

  private Map<String, Map<String, ResourceHistory>> index() {
    Map<String, Map<String, ResourceHistory>> index = byNode;
    if (index == null) {
      index = new HashMap<>();
      for (NodeState state : input.status()) {
        if (state.name() != null) {
          Map<String, ResourceHistory> node =
              index.computeIfAbsent(state.name(), name -> new HashMap<>());
          state.history().forEach(history -> node.putIfAbsent(history.id(), history));
        }
      }
      byNode = index;
    }
    return index;
  }

  /** Returns whether a node remembers nothing of a resource but results that say nothing. */
  boolean unknown(String resource, String node) {
    for (OperationRecord record : records(resource, node)) {
      if (record.returnCode() != Results.UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /** Returns the one record of a half of a migration between two nodes; null: there is not one. */
  @Nullable OperationRecord migration(String resource, String task, String node, String peer) {
    OperationRecord found = null;
    for (OperationRecord record : records(resource, node)) {
      String other = task.equals(Task.MIGRATE_TO) ? record.migrateTarget() : record.migrateSource();
      if (record.task().equals(task) && peer.equals(other)) {
        if (found != null) {
          return null;
        }
        found = record;
      }
    }
    return found;
  }

  /** Returns whether a start, stop or migration on a node is newer than a record. */
  @SuppressWarnings("ReferenceEquality") // the record itself, not one that is equal
  boolean operationAfter(String resource, String node, OperationRecord than, boolean sameNode) {
    for (OperationRecord record : records(resource, node)) {
      boolean tells =
          switch (record.task()) {
            case Task.START, Task.STOP, Task.MIGRATE_TO, Task.MIGRATE_FROM -> true;
            default -> false;
          };
      if (tells && record != than && RecordOrder.compare(record, than, sameNode) > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a node knows anything newer of a resource than a migration. Of several monitors
   * none counts.
   */
  boolean stateAfter(
      String resource, String node, @Nullable OperationRecord to, @Nullable OperationRecord from) {
    OperationRecord event = from == null ? to : from;
    if (event == null) {
      return false;
    }
    boolean sameNode = false;
    if (node.equals(event.migrateTarget())) {
      sameNode = from != null;
    } else if (node.equals(event.migrateSource())) {
      sameNode = to != null;
      event = to == null ? event : to;
    }
    return operationAfter(resource, node, event, sameNode)
        || notRunningAfter(resource, node, event, sameNode);
  }

  private boolean notRunningAfter(
      String resource, String node, OperationRecord event, boolean sameNode) {
    OperationRecord monitor = null;
    for (OperationRecord record : records(resource, node)) {
      if (record.task().equals(Task.MONITOR)) {
        if (monitor != null) {
          return false;
        }
        monitor = record;
      }
    }
    return monitor != null
        && monitor.returnCode() == Results.NOT_RUNNING
        && monitor.status() != null
        && monitor.status() == Results.DONE
        && RecordOrder.compare(monitor, event, sameNode) > 0;
  }
}
