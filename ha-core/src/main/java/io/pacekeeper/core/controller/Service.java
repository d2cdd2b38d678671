package io.pacekeeper.core.controller;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import org.jspecify.annotations.Nullable;

/** One resource on this node: where it is, what is ordered of it, and what runs. */
final class Service {
  /**
   * An operation that has not returned.
   *
   * @param monitor the index of the monitor, {@link #BY_HAND} for one that was asked for, -1 for a
   *     start or a stop
   */
  record Run(long id, Operation operation, int monitor, long begunNanos, long deadlineNanos) {}

  /** The index of a monitor that is none of those that recur. */
  static final int BY_HAND = -2;

  /** An operation that an administrator asked for, and the id by which it is answered. */
  record Asked(String request, Operation operation) {}

  final String id;

  /** STOPPED, STARTED, FAILED or BLOCKED; what is ordered and what runs is told by the rest. */
  Phase phase = Phase.STOPPED;

  long token;
  int failcount;
  @Nullable Failure failure;

  @Nullable OrderedAction start;
  @Nullable OrderedAction stop;

  /** The tokens of the newest start and stop that were begun or dropped: an order runs once. */
  long startUsed;

  long stopUsed;

  @Nullable Run run;

  /** Whether the running operation has overrun its timeout and was interrupted for it. */
  boolean overdue;

  /** What the service said of its own failure before its start returned; null if nothing. */
  @Nullable String failedEarly;

  /** Why the node itself wants it stopped, whatever the orders say; null if it does not. */
  @Nullable String stopReason;

  /** Since when the running operation is waited for after it was interrupted; null if it is not. */
  @Nullable Long stopBlockedSince;

  /** What an administrator asked for and has not been answered; null for nothing. */
  @Nullable Asked asked;

  /** Grows with each start, so that a monitor of an earlier activation is not run. */
  int activation;

  Service(String id) {
    this.id = id;
  }

  boolean isPossiblyActive() {
    return phase != Phase.STOPPED || run != null;
  }

  /** Returns whether something is ordered, wanted or running that will change its state. */
  boolean isOutstanding() {
    return start != null
        || stop != null
        || (stopReason != null && isPossiblyActive() && phase != Phase.BLOCKED)
        || (run != null && run.operation() != Operation.MONITOR);
  }

  /** Returns what the report says of it. */
  ResourceState state() {
    if (phase == Phase.BLOCKED) {
      return new ResourceState(Phase.BLOCKED, token, failcount, failure);
    }
    if (isPossiblyActive() && (stop != null || stopReason != null || isStopping())) {
      return new ResourceState(Phase.STOPPING, token, failcount, failure);
    }
    if (isStarting()) {
      return new ResourceState(Phase.STARTING, token, failcount, failure);
    }
    if (phase == Phase.STOPPED && start != null) {
      return new ResourceState(Phase.STARTING, start.token(), failcount, failure);
    }
    return new ResourceState(phase, token, failcount, failure);
  }

  boolean isStarting() {
    return run != null && run.operation() == Operation.START;
  }

  boolean isStopping() {
    return run != null && run.operation() == Operation.STOP;
  }

  /** Returns whether the report need not mention it. */
  boolean isForgettable() {
    return phase == Phase.STOPPED
        && run == null
        && start == null
        && failcount == 0
        && failure == null;
  }
}
