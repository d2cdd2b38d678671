package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.operation.DigestComparison;
import io.pacekeeper.core.policy.operation.Digests;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;

/** Whether failures are so old that they do not count any more. */
final class Expiry {
  private final WorkingSet working;
  private final FailCounts failCounts;
  private final Digests digests;

  Expiry(WorkingSet working, FailCounts failCounts, Digests digests) {
    this.working = working;
    this.failCounts = failCounts;
    this.digests = digests;
  }

  /** Returns whether a record is too old to count, and has what is over be forgotten. */
  boolean expired(Replayed op) {
    WorkingPrimitive primitive = op.primitive();
    OperationRecord record = op.record();
    WorkingNode node = op.node();
    boolean lastFailure = record.id().endsWith("_last_failure_0");
    long timeout = primitive.failureTimeout();
    if (timeout == 0 && !lastFailure) {
      return false;
    }
    boolean expired = false;
    boolean clear = false;
    int counting = 0;
    if (timeout > 0 && record.lastChange() >= 0) {
      expired = working.now() >= record.lastChange() + timeout;
      counting = failCounts.effective(primitive, node, record);
      if (counting > 0 && failCounts.lastFailure(primitive, node) > 0) {
        working.recheckBy(failCounts.lastFailure(primitive, node) + primitive.failureTimeout() + 1);
      }
    }
    if (expired && failCounts.ever(primitive, node) != 0) {
      clear = counting == 0;
      expired = clear;
    }
    if (!clear && !expired && lastFailure && parametersChanged(op)) {
      clear = true;
    }
    if (clear) {
      failCounts.clear(primitive, node);
    }
    return expired && !(op.probe() && successfulProbe(op.result()));
  }

  private boolean parametersChanged(Replayed op) {
    boolean judged = op.task().equals(Task.START) || op.task().equals(Task.MONITOR);
    if (!judged) {
      return false;
    }
    DigestComparison comparison = digests.compareAll(op.primitive(), op.node(), op.record());
    return comparison == DigestComparison.RESTART || comparison == DigestComparison.ALL;
  }

  private static boolean successfulProbe(int result) {
    return switch (result) {
      case Results.OK,
          Results.NOT_RUNNING,
          Results.PROMOTED,
          Results.DEGRADED,
          Results.DEGRADED_PROMOTED ->
          true;
      default -> false;
    };
  }
}
