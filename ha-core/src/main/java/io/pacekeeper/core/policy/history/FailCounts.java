package io.pacekeeper.core.policy.history;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.operation.ConfiguredOperation;
import io.pacekeeper.core.policy.operation.FeatureSets;
import io.pacekeeper.core.policy.operation.Operations;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** The FailCounts are how often each resource failed on each node, and since when not any more. */
public final class FailCounts {
  private static final String OLDEST_WITH_OPERATIONS = "3.0.13";

  private final WorkingSet working;
  private final Operations operations;
  private final StatusIndex status;
  private final @Nullable FailureAttributes[] byNode;

  FailCounts(WorkingSet working, Operations operations, StatusIndex status) {
    this.working = working;
    this.operations = operations;
    this.status = status;
    this.byNode = new FailureAttributes[working.nodes().size()];
  }

  /** Returns how often a resource and what runs inside of it failed on a node, and still counts. */
  public int effective(WorkingPrimitive primitive, WorkingNode node) {
    int count = effective(primitive, node, null);
    for (WorkingPrimitive filler : primitive.fillers()) {
      count = Score.add(count, effective(filler, node, null));
    }
    return count;
  }

  /**
   * Returns how often a resource failed on a node, and still counts.
   *
   * @param record the operation that made somebody ask, if one did
   */
  int effective(WorkingPrimitive primitive, WorkingNode node, @Nullable OperationRecord record) {
    FailureAttributes.Tally tally = tally(primitive, node);
    if (tally.count() > 0 && primitive.failureTimeout() > 0 && blocks(primitive, node, record)) {
      primitive.setFailureTimeout(0);
    }
    boolean over =
        tally.count() > 0
            && tally.lastFailure() > 0
            && primitive.failureTimeout() > 0
            && working.now() > tally.lastFailure() + primitive.failureTimeout();
    return over ? 0 : tally.count();
  }

  /** Returns how often a resource failed on a node, however long ago. */
  int ever(WorkingPrimitive primitive, WorkingNode node) {
    return tally(primitive, node).count();
  }

  long lastFailure(WorkingPrimitive primitive, WorkingNode node) {
    return tally(primitive, node).lastFailure();
  }

  private FailureAttributes.Tally tally(WorkingPrimitive primitive, WorkingNode node) {
    FailureAttributes attributes = byNode[node.index()];
    if (attributes == null) {
      boolean old =
          FeatureSets.compare(working.input().header().featureSet(), OLDEST_WITH_OPERATIONS) < 0;
      attributes = FailureAttributes.of(node, old);
      byNode[node.index()] = attributes;
    }
    if (attributes.isEmpty()) {
      return FailureAttributes.Tally.NONE;
    }
    boolean unique = primitive.has(ResourceFlag.UNIQUE);
    String name = primitive.historyName() == null ? primitive.id() : primitive.historyName();
    return attributes.tally(unique ? name : withoutNumber(name), unique);
  }

  /** Returns a name without the number of an instance. */
  static String withoutNumber(String name) {
    int colon = name.lastIndexOf(':');
    if (colon <= 0 || colon == name.length() - 1) {
      return name;
    }
    for (int at = colon + 1; at < name.length(); at++) {
      if (!Character.isDigit(name.charAt(at))) {
        return name;
      }
    }
    return name.substring(0, colon);
  }

  /** A failure that blocks is not to be forgotten: then the failure-timeout does not count. */
  private boolean blocks(
      WorkingPrimitive primitive, WorkingNode node, @Nullable OperationRecord record) {
    String name = primitive.definition().id();
    for (ConfiguredOperation operation : operations.of(primitive.definition())) {
      if (!"block".equals(operation.definition().attributes().get("on-fail"))) {
        continue;
      }
      if (record != null) {
        if (isFailureOf(name, operation, record)) {
          return true;
        }
        continue;
      }
      for (OperationRecord known : status.records(name, node.name())) {
        if (isFailureOf(name, operation, known)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isFailureOf(
      String name, ConfiguredOperation operation, OperationRecord record) {
    if (!operation.name().equals(record.task()) || operation.interval() != record.interval()) {
      return false;
    }
    if (record.id().equals(Task.key(name, "last_failure", 0))) {
      return true;
    }
    return record.id().equals(Task.key(name, operation.name(), operation.interval()))
        && record.returnCode() != TransitionKey.expected(record.transitionKey());
  }

  /** Returns whether it is scheduled that the failures of a resource on a node are forgotten. */
  public boolean clearScheduled(WorkingPrimitive primitive, WorkingNode node) {
    String key = Task.key(primitive.id(), Task.CLEAR_FAILCOUNT, 0);
    return !Actions.findExactly(primitive, key, node).isEmpty();
  }

  /** Has the failures of a resource on a node be forgotten. */
  public Action clear(WorkingPrimitive primitive, WorkingNode node) {
    Action clear = working.actions().of(primitive, Task.CLEAR_FAILCOUNT, node, false);
    clear.meta().put("op_no_wait", "true");
    return clear;
  }

  /** Has the failures of resources that are not configured any more be forgotten. */
  public void clearOrphans() {
    for (WorkingResource resource : working.resources()) {
      if (!(resource instanceof WorkingPrimitive orphan) || !orphan.has(ResourceFlag.ORPHAN)) {
        continue;
      }
      for (WorkingNode node : working.nodes()) {
        if (node.online() && effective(orphan, node, null) != 0) {
          working.orderings().order(clear(orphan, node), orphan, Task.STOP, OrderingFlags.OPTIONAL);
        }
      }
    }
  }
}
