package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;

/**
 * A Replayed is one record while it is replayed. How it ended and with what result is first what
 * was written, and then what that means.
 */
final class Replayed {
  /** Nobody has asked yet what was expected; mostly nobody does. */
  private static final int UNREAD = -2;

  private final WorkingPrimitive primitive;
  private final WorkingNode node;
  private final OperationRecord record;
  private int expected = UNREAD;
  private int status;
  private int result;

  Replayed(WorkingPrimitive primitive, WorkingNode node, OperationRecord record, int status) {
    this.primitive = primitive;
    this.node = node;
    this.record = record;
    this.status = status;
    this.result = record.returnCode();
  }

  WorkingPrimitive primitive() {
    return primitive;
  }

  WorkingNode node() {
    return node;
  }

  OperationRecord record() {
    return record;
  }

  String task() {
    return record.task();
  }

  /** Returns the result that was expected; -1: nobody knows. */
  int expected() {
    if (expected == UNREAD) {
      expected = TransitionKey.expected(record.transitionKey());
    }
    return expected;
  }

  int status() {
    return status;
  }

  void setStatus(int value) {
    status = value;
  }

  int result() {
    return result;
  }

  void setResult(int value) {
    result = value;
  }

  /** Returns the result that was written, where a degraded success is a success. */
  int effective() {
    int written = record.returnCode();
    if (!record.task().equals(Task.MONITOR)) {
      return written;
    }
    return written == Results.DEGRADED
        ? Results.OK
        : written == Results.DEGRADED_PROMOTED ? Results.PROMOTED : written;
  }

  boolean probe() {
    return record.interval() == 0 && record.task().equals(Task.MONITOR);
  }

  /** Returns whether it is a probe that failed because there is nothing to probe with. */
  boolean maskableProbeFailure() {
    return probe()
        && (record.returnCode() == Results.NOT_INSTALLED
            || record.returnCode() == Results.INVALID_PARAMETER
            || Integer.valueOf(Results.NO_AGENT).equals(record.status()));
  }
}
