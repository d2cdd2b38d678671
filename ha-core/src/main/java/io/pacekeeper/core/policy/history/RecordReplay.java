package io.pacekeeper.core.policy.history;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.operation.FailurePolicy;
import io.pacekeeper.core.policy.operation.Operations;
import io.pacekeeper.core.policy.working.OnFail;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;

/** Replays one record after another: what each says about the role, and about failures. */
final class RecordReplay {
  private final WorkingSet working;
  private final Operations operations;
  private final Expiry expiry;
  private final Meaning meaning;
  private final Migrations migrations;
  private final ActiveNodes activeNodes;
  private final FailureList failures;
  private final ExpiredRecurring expiredRecurring;

  RecordReplay(
      WorkingSet working,
      Operations operations,
      Expiry expiry,
      Migrations migrations,
      ActiveNodes activeNodes,
      ExpiredRecurring expiredRecurring) {
    this.working = working;
    this.operations = operations;
    this.expiry = expiry;
    this.migrations = migrations;
    this.activeNodes = activeNodes;
    this.failures = new FailureList(working);
    this.meaning = new Meaning(working.actions(), failures);
    this.expiredRecurring = expiredRecurring;
  }

  void replay(
      WorkingPrimitive primitive, WorkingNode node, OperationRecord record, ReplayState state) {
    Integer status = record.status();
    if (status == null
        || status < Results.PENDING
        || status > Results.HIGHEST_STATUS
        || record.task().equals(Task.NOTIFY)
        || record.task().equals(Task.META_DATA)) {
      return;
    }
    Replayed op = new Replayed(primitive, node, record, status);
    boolean expired = status != Results.NO_AGENT && expiry.expired(op);
    meaning.find(op, state);
    if (expired && op.expected() != op.effective() && forgotten(op)) {
      return;
    }
    if (op.maskableProbeFailure()) {
      succeeded(op, op.expected(), state);
      failures.add(op);
      whole(primitive).addScore(node, -Score.INFINITY);
      return;
    }
    switch (op.status()) {
      case Results.CANCELLED -> {
        // it says nothing about the resource
      }
      case Results.PENDING -> pending(op, state);
      case Results.DONE -> succeeded(op, op.result(), state);
      case Results.NO_AGENT -> notInstalled(op, state);
      default -> failed(op, state);
    }
  }

  /** Treats a failure that is too old to count; false: it counts all the same. */
  private boolean forgotten(Replayed op) {
    if (op.maskableProbeFailure()) {
      if (op.primitive().role().compareTo(Role.STOPPED) <= 0) {
        op.primitive().setRole(Role.UNKNOWN);
      }
      return true;
    }
    if (op.record().interval() == 0) {
      return true;
    }
    if (op.node().online() && !op.node().unclean()) {
      expiredRecurring.add(op.record());
      return true;
    }
    return false;
  }

  /** Returns what a ban on one instance bans: of an anonymous clone, all instances. */
  static WorkingResource whole(WorkingPrimitive primitive) {
    return primitive.has(ResourceFlag.UNIQUE) ? primitive : primitive.top();
  }

  private void pending(Replayed op, ReplayState state) {
    WorkingPrimitive primitive = op.primitive();
    if (newerFailure(op.record(), state)) {
      return;
    }
    switch (op.task()) {
      case Task.START -> {
        primitive.set(ResourceFlag.START_PENDING);
        activate(primitive);
      }
      case Task.PROMOTE -> primitive.setRole(Role.PROMOTED);
      case Task.MIGRATE_TO -> {
        WorkingNode target = working.nodeByName(op.record().migrateTarget());
        if (op.node().unclean() && target != null) {
          working.actions().of(primitive, Task.STOP, target, false);
        }
      }
      default -> {
        // it may still be as it was before
      }
    }
    if (primitive.pendingTask() == null && !op.probe()) {
      primitive.setPending(op.task(), op.node());
    }
  }

  /** A monitor may have failed since it was last begun; then it is not under way any more. */
  private static boolean newerFailure(OperationRecord record, ReplayState state) {
    OperationRecord failure = state.lastFailure;
    return failure != null
        && failure.task().equals(record.task())
        && failure.interval() == record.interval()
        && failure.lastChange() >= 0
        && record.lastChange() >= 0
        && failure.lastChange() >= record.lastChange();
  }

  private static void activate(WorkingPrimitive primitive) {
    boolean promotable = primitive.top() instanceof WorkingClone clone && clone.promotable();
    primitive.setRole(promotable ? Role.UNPROMOTED : Role.STARTED);
  }

  private static void activateIfStopped(WorkingPrimitive primitive) {
    if (primitive.role().compareTo(Role.STARTED) < 0) {
      activate(primitive);
    }
  }

  private void succeeded(Replayed op, int result, ReplayState state) {
    WorkingPrimitive primitive = op.primitive();
    boolean clears = false;
    if (result == Results.NOT_INSTALLED || op.maskableProbeFailure()) {
      primitive.setRole(Role.STOPPED);
    } else if (result == Results.NOT_RUNNING) {
      clears = true;
    } else {
      switch (op.task()) {
        case Task.MONITOR -> {
          OperationRecord failure = state.lastFailure;
          clears = failure != null && failure.key().equals(op.record().key());
          activateIfStopped(primitive);
        }
        case Task.START, Task.MIGRATE_FROM -> {
          primitive.setRole(Role.STARTED);
          clears = true;
        }
        case Task.STOP -> {
          primitive.setRole(Role.STOPPED);
          clears = true;
        }
        case Task.PROMOTE -> {
          primitive.setRole(Role.PROMOTED);
          clears = true;
        }
        case Task.DEMOTE -> {
          clears = state.onFail == OnFail.DEMOTE;
          primitive.setRole(Role.UNPROMOTED);
        }
        case Task.MIGRATE_TO -> migrations.leftSuccessfully(op);
        default -> activateIfStopped(primitive);
      }
    }
    if (clears) {
      clearFailure(primitive, state);
    }
  }

  private static void clearFailure(WorkingPrimitive primitive, ReplayState state) {
    switch (state.onFail) {
      case BLOCK, IGNORE, DEMOTE, RESTART, RESTART_CONTAINER, RESET_REMOTE -> {
        state.onFail = OnFail.IGNORE;
        primitive.setNextRole(Role.UNKNOWN);
      }
      default -> {
        // what follows from those outlives a success
      }
    }
  }

  private FailurePolicy policy(Replayed op) {
    return FailurePolicy.of(
        working, operations, op.primitive(), op.task(), op.record().interval(), op.record().key());
  }

  private void notInstalled(Replayed op, ReplayState state) {
    FailurePolicy policy = policy(op);
    if (policy.onFail() == OnFail.IGNORE) {
      state.onFail = OnFail.MIGRATE;
    }
    whole(op.primitive()).addScore(op.node(), -Score.INFINITY);
    recordFailure(op, policy, state);
  }

  private void failed(Replayed op, ReplayState state) {
    FailurePolicy policy = policy(op);
    OnFail onFail = policy.onFail();
    boolean containedStop = onFail == OnFail.RESTART_CONTAINER && op.task().equals(Task.STOP);
    if (onFail == OnFail.IGNORE || containedStop) {
      succeeded(op, op.expected(), state);
      op.primitive().set(ResourceFlag.FAILURE_IGNORED);
      failures.add(op);
      if (containedStop && state.onFail.compareTo(OnFail.RESTART) <= 0) {
        state.onFail = onFail;
      }
      return;
    }
    recordFailure(op, policy, state);
    switch (op.status()) {
      case Results.ERROR_HARD, Results.NO_FENCE_DEVICE, Results.NO_SECRETS ->
          whole(op.primitive()).addScore(op.node(), -Score.INFINITY);
      case Results.ERROR_FATAL -> {
        for (WorkingNode node : working.nodes()) {
          whole(op.primitive()).addScore(node, -Score.INFINITY);
        }
      }
      default -> {
        // the node may be tried again
      }
    }
  }

  private void recordFailure(Replayed op, FailurePolicy policy, ReplayState state) {
    WorkingPrimitive primitive = op.primitive();
    if (op.result() != Results.NOT_INSTALLED || working.options().symmetric()) {
      failures.add(op);
    }
    state.lastFailure = op.record();
    if (state.onFail.compareTo(policy.onFail()) < 0) {
      state.onFail = policy.onFail();
    }
    switch (op.task()) {
      case Task.STOP -> primitive.addScore(op.node(), -Score.INFINITY);
      case Task.MIGRATE_FROM -> migrations.arrivingFailed(op);
      case Task.MIGRATE_TO -> migrations.leavingFailed(op);
      case Task.PROMOTE -> primitive.setRole(Role.PROMOTED);
      case Task.DEMOTE -> demoteFailed(op, policy);
      default -> {
        // it is assumed to be active, below
      }
    }
    if (op.probe() && op.result() == Results.NOT_INSTALLED) {
      primitive.setRole(Role.STOPPED);
    } else {
      activateIfStopped(primitive);
    }
    Role after = policy.roleAfter();
    if (after != Role.STARTED && primitive.nextRole().compareTo(after) < 0) {
      primitive.setNextRole(after);
    }
    if (after == Role.STOPPED) {
      boolean anonymous = primitive.top() instanceof WorkingClone clone && clone.anonymous();
      activeNodes.banEverywhere(anonymous ? primitive.top() : primitive);
    }
  }

  private static void demoteFailed(Replayed op, FailurePolicy policy) {
    if (policy.onFail() == OnFail.BLOCK) {
      op.primitive().setRole(Role.PROMOTED);
      op.primitive().setNextRole(Role.STOPPED);
    } else {
      op.primitive().setRole(op.result() == Results.NOT_RUNNING ? Role.STOPPED : Role.UNPROMOTED);
    }
  }
}
