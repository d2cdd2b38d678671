package io.pacekeeper.core.policy.history;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OnFail;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;

/** What follows from the whole history of a resource on a node. */
final class Outcome {
  private final WorkingSet working;
  private final ActiveNodes activeNodes;

  Outcome(WorkingSet working, ActiveNodes activeNodes) {
    this.working = working;
    this.activeNodes = activeNodes;
  }

  void apply(WorkingPrimitive primitive, WorkingNode node, OnFail recorded) {
    Role role = primitive.role();
    if (role != Role.UNKNOWN) {
      know(primitive, node);
    }
    boolean lost = !node.online() && !node.maintenance();
    if (role.compareTo(Role.STOPPED) > 0
        && lost
        && primitive.managed()
        && working.options().stonithEnabled()) {
      working.actions().fenceNode(node, primitive.id() + " is thought to be active there", false);
    }
    OnFail onFail = node.unclean() ? OnFail.IGNORE : recorded;
    react(primitive, node, onFail);
    role = primitive.role();
    if (role != Role.STOPPED && role != Role.UNKNOWN) {
      activeNodes.add(primitive, node, recorded != OnFail.IGNORE);
      markFailed(primitive, onFail);
    } else if (primitive.historyName() != null
        && String.valueOf(primitive.historyName()).indexOf(':') >= 0) {
      primitive.setHistoryName(null);
    } else if (primitive.hasStop()) {
      forgetStop(primitive, node);
    }
    if (primitive.role() == Role.STOPPED
        && primitive.partialMigrationSource() == node
        && primitive.partialMigrationTarget() != null
        && !primitive.runningOn().isEmpty()) {
      primitive.setRole(Role.STARTED);
    }
  }

  private static void forgetStop(WorkingPrimitive primitive, WorkingNode node) {
    List<Action> actions = primitive.actions();
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      if (action.interval() == 0 && action.node() == node && action.task().equals(Task.STOP)) {
        action.set(ActionFlag.OPTIONAL);
      }
    }
  }

  private static void know(WorkingPrimitive primitive, WorkingNode node) {
    for (WorkingResource next = primitive; next != null; next = next.parent()) {
      next.knownOn().set(node.index());
      if (next.has(ResourceFlag.UNIQUE)) {
        return;
      }
    }
  }

  private static void markFailed(WorkingPrimitive primitive, OnFail onFail) {
    if (onFail == OnFail.IGNORE) {
      return;
    }
    primitive.set(ResourceFlag.FAILED);
    if (onFail != OnFail.DEMOTE && onFail != OnFail.BLOCK) {
      primitive.set(ResourceFlag.MUST_STOP);
    }
  }

  private void react(WorkingPrimitive primitive, WorkingNode node, OnFail onFail) {
    Actions actions = working.actions();
    boolean active = primitive.role() != Role.STOPPED && primitive.role() != Role.UNKNOWN;
    switch (onFail) {
      case IGNORE -> {
        // nothing failed, or nothing has to be done about it
      }
      case DEMOTE -> {
        primitive.set(ResourceFlag.FAILED);
        actions.of(primitive, Task.DEMOTE, node, false);
      }
      case FENCE -> actions.fenceNode(node, primitive.id() + " failed there", false);
      case STANDBY -> {
        node.setStandby(true);
        node.setStandbyOnFail(true);
      }
      case BLOCK -> ActiveNodes.block(primitive);
      case MIGRATE -> primitive.addScore(node, -Score.INFINITY);
      case STOP -> primitive.setNextRole(Role.STOPPED);
      case RESTART, RESET_REMOTE -> {
        if (active) {
          mustStop(primitive);
          actions.of(primitive, Task.STOP, node, false);
        }
      }
      case RESTART_CONTAINER -> {
        mustStop(primitive);
        WorkingPrimitive container = primitive.container();
        if (container != null) {
          actions.of(container, Task.STOP, node, false);
        } else if (active) {
          actions.of(primitive, Task.STOP, node, false);
        }
      }
    }
  }

  private static void mustStop(WorkingPrimitive primitive) {
    primitive.set(ResourceFlag.FAILED);
    primitive.set(ResourceFlag.MUST_STOP);
  }
}
