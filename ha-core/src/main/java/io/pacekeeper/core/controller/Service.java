package io.pacekeeper.core.controller;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.InstanceName;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One resource or instance on this node: where it is, what is ordered of it, and what runs. */
final class Service {
  /**
   * An operation that has not returned.
   *
   * @param monitor the index of the monitor, {@link #BY_HAND} for one that was asked for, -1 for
   *     every other operation
   */
  record Run(long id, Operation operation, int monitor, long begunNanos, long deadlineNanos) {}

  /** The index of a monitor that is none of those that recur. */
  static final int BY_HAND = -2;

  /** An operation that an administrator asked for, and the id by which it is answered. */
  record Asked(String request, Operation operation) {}

  /** Its name in orders and reports. */
  final String id;

  /** The id of its resource. */
  final String resource;

  /** STOPPED, STARTED, FAILED or BLOCKED; what is ordered and what runs is told by the rest. */
  Phase phase = Phase.STOPPED;

  long token;

  /** Since when it is active; null if it is not. */
  @Nullable Instant since;

  /** Since when it is kept for this node, which is about to leave; null if it is not. */
  @Nullable Instant lockedSince;

  /** Whether it is kept for this node once the stop that runs has succeeded. */
  boolean stopLocks;

  int failcount;
  @Nullable Failure failure;

  /**
   * Whether it is or may be promoted: from the beginning of that until it is undone for certain.
   */
  boolean promoted;

  /** The token of the order that promoted it last. */
  long promotionToken;

  /** How much it said it is worth being promoted; null if it has not since it was started. */
  @Nullable Integer promotionScore;

  @Nullable OrderedAction start;
  @Nullable OrderedAction stop;
  @Nullable OrderedAction promote;
  @Nullable OrderedAction demote;

  /** The tokens of the newest of each that were begun or dropped: an order runs once. */
  long startUsed;

  long stopUsed;
  long promoteUsed;
  long demoteUsed;

  /** The tokens of the newest stop and demotion that are done: what follows need not wait. */
  long stopDone;

  long demoteDone;

  @Nullable Run run;

  /** Whether the running operation has overrun its timeout and was interrupted for it. */
  boolean overdue;

  /** What the service said of its own failure before its start returned; null if nothing. */
  @Nullable String failedEarly;

  /** Why the node itself wants it stopped, whatever the orders say; null if it does not. */
  @Nullable String stopReason;

  /** Why the node itself wants it demoted, whatever the orders say; null if it does not. */
  @Nullable String demoteReason;

  /** Since when the running operation is waited for after it was interrupted; null if it is not. */
  @Nullable Long stopBlockedSince;

  /** What an administrator asked for and has not been answered; null for nothing. */
  @Nullable Asked asked;

  /**
   * Grows with each start, promotion and demotion, so that a monitor of an earlier activation or of
   * another role is not run.
   */
  int activation;

  Service(String id) {
    this.id = id;
    this.resource = InstanceName.resource(id);
  }

  boolean isPossiblyActive() {
    return phase != Phase.STOPPED || run != null;
  }

  /** Returns whether something is ordered, wanted or running that will change its state. */
  boolean isOutstanding() {
    return start != null
        || stop != null
        || promote != null
        || demote != null
        || (stopReason != null && isPossiblyActive() && phase != Phase.BLOCKED)
        || (demoteReason != null && promoted && phase != Phase.BLOCKED)
        || isChanging();
  }

  /** Returns whether something runs that changes its state. */
  boolean isChanging() {
    return run != null && run.operation() != Operation.MONITOR;
  }

  /** Returns whether it is to be stopped. */
  boolean isToStop() {
    return stop != null || stopReason != null;
  }

  /** Returns whether it is to be stopped or demoted. */
  boolean isToEnd() {
    return isToStop() || demote != null || demoteReason != null;
  }

  /** Returns what the report says of it. */
  ResourceState state() {
    PromotionState promotion = promotion();
    if (phase == Phase.BLOCKED) {
      return new ResourceState(Phase.BLOCKED, token, failcount, failure, since, promotion);
    }
    if (isPossiblyActive() && (isToStop() || isStopping())) {
      return new ResourceState(Phase.STOPPING, token, failcount, failure, since, promotion);
    }
    if (isStarting()) {
      return new ResourceState(Phase.STARTING, token, failcount, failure, null, promotion);
    }
    if (phase == Phase.STOPPED && start != null) {
      return new ResourceState(Phase.STARTING, start.token(), failcount, failure, null, promotion);
    }
    return new ResourceState(phase, token, failcount, failure, since, promotion, lockedSince);
  }

  private PromotionState promotion() {
    if (promoted) {
      Stage stage =
          isDemoting() || demote != null || demoteReason != null
              ? Stage.DEMOTING
              : isRunning(Operation.PROMOTE) ? Stage.PROMOTING : Stage.PROMOTED;
      return new PromotionState(stage, promotionToken, promotionScore);
    }
    return promote != null
        ? new PromotionState(Stage.PROMOTING, promote.token(), promotionScore)
        : new PromotionState(Stage.UNPROMOTED, promotionToken, promotionScore);
  }

  boolean isStarting() {
    return isRunning(Operation.START);
  }

  boolean isStopping() {
    return isRunning(Operation.STOP);
  }

  boolean isDemoting() {
    return isRunning(Operation.DEMOTE);
  }

  private boolean isRunning(Operation operation) {
    return run != null && run.operation() == operation;
  }

  /** Returns whether the report need not mention it. */
  boolean isForgettable() {
    return phase == Phase.STOPPED
        && run == null
        && start == null
        && promote == null
        && failcount == 0
        && failure == null
        && lockedSince == null;
  }

  /** It is inactive, and what it was is no more. */
  void stopped() {
    phase = Phase.STOPPED;
    since = null;
    stopDone = stopUsed;
    demoteDone = demoteUsed;
    stopReason = null;
    demoteReason = null;
    promoted = false;
    promotionScore = null;
  }

  /** Drops what is ordered and has not begun. Returns whether the report has to say so. */
  boolean drop() {
    boolean tells = start != null || promote != null;
    if (start != null) {
      startUsed = Math.max(startUsed, start.token());
      start = null;
    }
    if (promote != null) {
      promoteUsed = Math.max(promoteUsed, promote.token());
      promote = null;
    }
    // Whoever drops a stop or a demotion stops or demotes this himself.
    stop = null;
    demote = null;
    return tells;
  }
}
