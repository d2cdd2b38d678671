package io.pacekeeper.core.policy.history;

import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OnFail;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingPrimitive;

/** What the result of an operation means, beside whether it is the one that was expected. */
final class Meaning {
  private final Actions actions;
  private final FailureList failures;

  Meaning(Actions actions, FailureList failures) {
    this.actions = actions;
    this.failures = failures;
  }

  /** Has the status of a replayed record say whether it was a success, and how bad it is if not. */
  void find(Replayed op, ReplayState state) {
    if (op.result() != op.effective()) {
      op.setResult(op.effective());
      failures.add(op);
    }
    if (op.maskableProbeFailure()
        && (op.status() != Results.DONE || op.result() != Results.NOT_RUNNING)) {
      op.setStatus(Results.DONE);
      op.setResult(Results.NOT_RUNNING);
    }
    if (op.status() != Results.DONE && op.status() != Results.ERROR) {
      return;
    }
    boolean foundNothing = op.probe() && op.result() == Results.NOT_RUNNING;
    boolean asExpected = foundNothing || op.result() == op.expected();
    op.setStatus(asExpected ? Results.DONE : Results.ERROR);
    judge(op, state, asExpected);
  }

  private void judge(Replayed op, ReplayState state, boolean asExpected) {
    WorkingPrimitive primitive = op.primitive();
    switch (op.result()) {
      case Results.OK -> {
        if (op.probe() && op.expected() == Results.NOT_RUNNING) {
          op.setStatus(Results.DONE);
        }
      }
      case Results.NOT_RUNNING -> {
        if (op.probe() || asExpected || !primitive.managed()) {
          op.setStatus(Results.DONE);
          primitive.setRole(Role.STOPPED);
          state.onFail = OnFail.IGNORE;
          primitive.setNextRole(Role.UNKNOWN);
        }
      }
      case Results.PROMOTED -> {
        if (op.probe() && !asExpected) {
          op.setStatus(Results.DONE);
        }
        primitive.setRole(Role.PROMOTED);
      }
      case Results.FAILED_PROMOTED, Results.DEGRADED_PROMOTED -> {
        primitive.setRole(Role.PROMOTED);
        op.setStatus(Results.ERROR);
      }
      case Results.NOT_CONFIGURED -> op.setStatus(Results.ERROR_FATAL);
      case Results.UNIMPLEMENTED -> {
        if (op.record().interval() > 0) {
          op.setStatus(Results.NOT_SUPPORTED);
        } else {
          hard(op);
        }
      }
      case Results.NOT_INSTALLED, Results.INVALID_PARAMETER, Results.NO_PERMISSION -> hard(op);
      default -> op.setStatus(Results.ERROR);
    }
  }

  private void hard(Replayed op) {
    if (op.task().equals(Task.STOP) && !actions.canFence(op.node())) {
      ActiveNodes.block(op.primitive());
    }
    op.setStatus(Results.ERROR_HARD);
  }
}
