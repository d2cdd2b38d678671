package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Orderings;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the recurring actions of a primitive, and cancels those that do not fit its role. */
final class Recurring {
  private static final int RESULT_NOT_RUNNING = 7;
  private static final int RESULT_PROMOTED = 8;
  private static final int IMPLIES_THEN_RUNNABLE =
      OrderingFlags.IMPLIES_THEN | OrderingFlags.RUNNABLE_LEFT;

  private final WorkingSet working;
  private final Actions actions;
  private final Orderings orderings;
  private final WorkingPrimitive primitive;

  private Recurring(WorkingSet working, WorkingPrimitive primitive) {
    this.working = working;
    this.actions = working.actions();
    this.orderings = working.orderings();
    this.primitive = primitive;
  }

  static void create(WorkingSet working, WorkingPrimitive primitive) {
    if (primitive.has(ResourceFlag.BLOCKED) || primitive.has(ResourceFlag.MAINTENANCE)) {
      return;
    }
    new Recurring(working, primitive).create();
  }

  private void create() {
    WorkingNode node = primitive.assigned();
    Action start = null;
    if (node != null
        && !node.maintenance()
        && (primitive.nextRole() != Role.STOPPED || !primitive.managed())) {
      start = actions.of(primitive, Task.START, node, true);
    }
    for (RecurringOperation operation : RecurringOperation.of(primitive)) {
      if (operation.role() == Role.STOPPED) {
        createWhileStopped(operation, node);
      } else if (start != null && node != null) {
        createWhileActive(operation, start, node);
      }
    }
  }

  private void createWhileActive(RecurringOperation operation, Action start, WorkingNode node) {
    String key = Task.key(primitive.id(), operation.name(), operation.interval());
    boolean optional = start.optional() && goesOn(Actions.findExactly(primitive, key, node));
    Role role = operation.role();
    boolean fits =
        role == Role.UNKNOWN ? primitive.nextRole() != Role.PROMOTED : primitive.nextRole() == role;
    if (!fits) {
      if (optional) {
        cancelBeforeRoleChanges(operation, node);
      }
      return;
    }
    Action monitor =
        actions.of(primitive, key, operation.name(), operation.interval(), node, optional);
    if (!start.runnable() || !node.online() || node.unclean()) {
      monitor.clear(ActionFlag.RUNNABLE);
    }
    if (primitive.nextRole() == Role.PROMOTED) {
      monitor.setExpectedResult(RESULT_PROMOTED);
    }
    if (primitive.managed()) {
      orderings.order(primitive, Task.START, monitor, IMPLIES_THEN_RUNNABLE);
      if (primitive.has(ResourceFlag.RELOAD)) {
        orderings.order(primitive, Task.RELOAD_AGENT, monitor, IMPLIES_THEN_RUNNABLE);
      }
      int after = OrderingFlags.OPTIONAL | OrderingFlags.RUNNABLE_LEFT;
      if (primitive.nextRole() == Role.PROMOTED) {
        orderings.order(primitive, Task.PROMOTE, monitor, after);
      } else if (primitive.role() == Role.PROMOTED) {
        orderings.order(primitive, Task.DEMOTE, monitor, after);
      }
    }
  }

  private static boolean goesOn(List<Action> running) {
    return !running.isEmpty()
        && running.stream().noneMatch(action -> action.has(ActionFlag.RESCHEDULE));
  }

  private void cancelBeforeRoleChanges(RecurringOperation operation, WorkingNode node) {
    Action cancel = actions.cancel(primitive, operation.name(), operation.interval(), node);
    String before = taskThatLeavesRole();
    if (before != null) {
      orderings.order(cancel, primitive, before, OrderingFlags.RUNNABLE_LEFT);
    }
  }

  private @Nullable String taskThatLeavesRole() {
    return switch (primitive.role()) {
      case STARTED, UNPROMOTED ->
          switch (primitive.nextRole()) {
            case PROMOTED -> Task.PROMOTE;
            case STOPPED -> Task.STOP;
            default -> null;
          };
      case PROMOTED -> Task.DEMOTE;
      default -> null;
    };
  }

  /** What is repeated while it is stopped is repeated on every other node. */
  private void createWhileStopped(RecurringOperation operation, @Nullable WorkingNode node) {
    // Of the instances of an anonymous clone it cannot be said which one is not on a node.
    if (!primitive.has(ResourceFlag.UNIQUE)) {
      return;
    }
    String key = Task.key(primitive.id(), operation.name(), operation.interval());
    if (node != null) {
      cancelBeforeStart(operation, key, node);
    }
    for (WorkingNode other : working.nodes()) {
      if (other != node) {
        createWhileStoppedOn(operation, key, other);
      }
    }
  }

  private void cancelBeforeStart(RecurringOperation operation, String key, WorkingNode node) {
    if (Actions.findExactly(primitive, key, node).isEmpty()) {
      return;
    }
    Action cancel = actions.cancel(primitive, operation.name(), operation.interval(), node);
    if (primitive.nextRole() == Role.STARTED || primitive.nextRole() == Role.UNPROMOTED) {
      orderings.order(cancel, primitive, Task.START, OrderingFlags.RUNNABLE_LEFT);
    }
  }

  private void createWhileStoppedOn(RecurringOperation operation, String key, WorkingNode node) {
    boolean optional = !Actions.findExactly(primitive, key, node).isEmpty();
    Action monitor =
        actions.of(primitive, key, operation.name(), operation.interval(), node, optional);
    monitor.setExpectedResult(RESULT_NOT_RUNNING);
    if (primitive.managed()) {
      for (Action probe : Actions.find(primitive, Task.MONITOR, node)) {
        probe.orderBefore(monitor, OrderingFlags.RUNNABLE_LEFT);
      }
    }
    String stopKey = Task.key(primitive.id(), Task.STOP, 0);
    for (Action stop : Actions.findExactly(primitive, stopKey, node)) {
      if (!stop.optional() && !monitor.optional() && !primitive.managed()) {
        monitor.set(ActionFlag.OPTIONAL);
      }
      if (!stop.runnable()) {
        monitor.clear(ActionFlag.RUNNABLE);
      }
      if (primitive.managed()) {
        orderings.order(stop, monitor, IMPLIES_THEN_RUNNABLE);
      }
    }
    if (!node.online() || node.unclean()) {
      monitor.clear(ActionFlag.RUNNABLE);
    }
  }
}
