package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.working.Task;
import java.util.List;

/**
 * An ActivePeriod is where in a sorted history a resource was last started, and last stopped; -1:
 * nowhere.
 */
public record ActivePeriod(int start, int stop) {
  /** Finds the period in the sorted records of a resource on a node. */
  public static ActivePeriod of(List<OperationRecord> sorted) {
    int start = -1;
    int stop = -1;
    int monitor = -1;
    int role = -1;
    for (int at = 0; at < sorted.size(); at++) {
      OperationRecord record = sorted.get(at);
      switch (record.task()) {
        case Task.STOP -> {
          Integer status = record.status();
          if (status != null && status == Results.DONE) {
            stop = at;
          }
        }
        case Task.START, Task.MIGRATE_FROM -> start = at;
        case Task.MONITOR -> {
          if (monitor <= stop
              && (record.returnCode() == Results.OK || record.returnCode() == Results.PROMOTED)) {
            monitor = at;
          }
        }
        case Task.PROMOTE, Task.DEMOTE -> role = at;
        default -> {
          // says nothing about when it became active
        }
      }
    }
    if (start == -1) {
      start = role != -1 ? role : monitor;
    }
    return new ActivePeriod(start, stop);
  }
}
