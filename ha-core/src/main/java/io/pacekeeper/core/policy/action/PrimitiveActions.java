package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.MultipleActive;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Requires;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the actions of one primitive: down to a stop and up again to its present role, in case it
 * has to be restarted, and from there to its next role.
 */
final class PrimitiveActions {
  private final WorkingSet working;
  private final Actions actions;
  private final WorkingPrimitive primitive;
  private boolean needsStop;
  private boolean needsPromotion;
  private boolean mayMigrate;
  private boolean restarting;

  private PrimitiveActions(WorkingSet working, WorkingPrimitive primitive) {
    this.working = working;
    this.actions = working.actions();
    this.primitive = primitive;
  }

  static void create(WorkingSet working, WorkingPrimitive primitive) {
    new PrimitiveActions(working, primitive).create();
  }

  private void create() {
    if (primitive.nextRole() == Role.UNKNOWN) {
      primitive.setNextRole(primitive.assigned() == null ? Role.STOPPED : Role.STARTED);
    }
    ActiveNodes active = ActiveNodes.of(primitive);
    WorkingNode current = active.current();
    primitive.danglingMigrations().forEach(this::stopDangling);
    WorkingNode assigned = primitive.assigned();
    boolean moving =
        current != null
            && assigned != null
            && current != assigned
            && primitive.nextRole().compareTo(Role.STARTED) >= 0;
    if (moving) {
      needsStop = true;
      mayMigrate = current != null && LiveMigration.possible(primitive, current);
    }
    judgeMultiplyActive(active);
    if (primitive.has(ResourceFlag.START_PENDING)) {
      expectPendingStart();
    }
    if (!moving) {
      judgeStaying(current);
    }
    restart(current);
    advance();
    Recurring.create(working, primitive);
    if (mayMigrate && current != null) {
      LiveMigration.create(working, primitive, current);
    }
  }

  private void stopDangling(WorkingNode node) {
    Action stop = actions.of(primitive, Task.STOP, node, false);
    stop.set(ActionFlag.DANGLE);
    if (working.options().removeAfterStop()) {
      Cleanup.schedule(working, primitive, node, false);
    }
  }

  private void judgeMultiplyActive(ActiveNodes active) {
    WorkingNode source = primitive.partialMigrationSource();
    WorkingNode target = primitive.partialMigrationTarget();
    boolean multiplyActive = false;
    if (source != null
        && target != null
        && mayMigrate
        && active.all() == 2
        && active.current() == source
        && primitive.assigned() == target) {
      // The live migration goes on.
    } else if (source != null || target != null) {
      needsStop = true;
      primitive.setPartialMigration(null, null);
      mayMigrate = false;
    } else {
      // What needs no fencing may start before a lost node is fenced: it does not count there.
      multiplyActive = (primitive.needsFencing() ? active.all() : active.clean()) > 1;
    }
    boolean unexpected =
        multiplyActive && primitive.multipleActive() == MultipleActive.STOP_UNEXPECTED;
    primitive.set(ResourceFlag.STOP_UNEXPECTED, unexpected);
    if (multiplyActive && (unexpected || primitive.multipleActive() == MultipleActive.STOP_START)) {
      needsStop = true;
    }
  }

  /** The start that is under way is sent again, though nothing has to be done. */
  private void expectPendingStart() {
    actions.of(primitive, Task.START, primitive.assigned(), true).set(ActionFlag.PRINT_ALWAYS);
  }

  private void judgeStaying(@Nullable WorkingNode current) {
    WorkingNode assigned = primitive.assigned();
    if (primitive.has(ResourceFlag.FAILED)) {
      if (primitive.has(ResourceFlag.MUST_STOP)) {
        needsStop = true;
      } else if (primitive.nextRole() == Role.PROMOTED) {
        needsPromotion = true;
      }
    } else if (primitive.has(ResourceFlag.BLOCKED)) {
      needsStop = true;
    } else if (primitive.role().compareTo(Role.STARTED) > 0
        && current != null
        && assigned != null
        && !actions.of(primitive, Task.START, assigned, true).optional()) {
      needsStop = true;
    }
  }

  private void restart(@Nullable WorkingNode current) {
    restarting = true;
    Role role = primitive.role();
    while (role != Role.STOPPED) {
      Role next = step(role, Role.STOPPED);
      if (!take(role, next, current, !needsStop)) {
        break;
      }
      role = next;
    }
    while (primitive.role().compareTo(primitive.nextRole()) <= 0
        && role != primitive.role()
        && !primitive.has(ResourceFlag.BLOCKED)) {
      Role next = step(role, primitive.role());
      boolean required = needsStop || (next == Role.PROMOTED && needsPromotion);
      if (!take(role, next, primitive.assigned(), !required)) {
        break;
      }
      role = next;
    }
    restarting = false;
  }

  private void advance() {
    Role role = primitive.role();
    while (role != primitive.nextRole()) {
      Role next = step(role, primitive.nextRole());
      if (!take(role, next, primitive.assigned(), false)) {
        break;
      }
      role = next;
    }
  }

  /** Returns the role that comes next on the way from one to another. */
  private static Role step(Role from, Role to) {
    return switch (from) {
      case UNKNOWN -> to == Role.UNKNOWN ? Role.UNKNOWN : Role.STOPPED;
      case STOPPED ->
          switch (to) {
            case UNKNOWN, STOPPED -> Role.STOPPED;
            case STARTED -> Role.STARTED;
            default -> Role.UNPROMOTED;
          };
      case STARTED -> to == Role.UNKNOWN ? Role.STOPPED : to;
      case UNPROMOTED ->
          switch (to) {
            case UNPROMOTED, PROMOTED -> to;
            default -> Role.STOPPED;
          };
      case PROMOTED ->
          switch (to) {
            case UNKNOWN -> Role.STOPPED;
            case PROMOTED -> Role.PROMOTED;
            default -> Role.UNPROMOTED;
          };
    };
  }

  /** Takes one step; returns whether there is such a step. */
  private boolean take(Role from, Role to, @Nullable WorkingNode node, boolean optional) {
    if (from == Role.PROMOTED) {
      if (to == Role.PROMOTED) {
        return false;
      }
      demote(optional);
    } else if (to == Role.STOPPED) {
      if (from == Role.STOPPED) {
        return false;
      }
      stop(optional);
    } else if (from == Role.STOPPED) {
      start(node, optional);
    } else if (to == Role.PROMOTED) {
      promote(node, optional);
    } else {
      return false;
    }
    return true;
  }

  /** With multiple-active=stop_unexpected, it goes on undisturbed where it is expected to be. */
  private boolean expectedOn(@Nullable WorkingNode node) {
    return restarting
        && node != null
        && primitive.has(ResourceFlag.STOP_UNEXPECTED)
        && primitive.nextRole().compareTo(Role.STOPPED) > 0
        && primitive.assigned() == node;
  }

  private void stop(boolean asOptional) {
    boolean optional = asOptional;
    for (WorkingNode node : primitive.runningOn()) {
      if (expectedOn(node)) {
        continue;
      }
      WorkingNode target = primitive.partialMigrationTarget();
      if (target != null) {
        if (node == target && node == primitive.assigned()) {
          continue;
        }
        optional = false;
      }
      Action stop = actions.of(primitive, Task.STOP, node, optional);
      if (primitive.assigned() == null) {
        stop.setReason("node availability", true);
      } else if (restarting && primitive.has(ResourceFlag.STOP_UNEXPECTED)) {
        stop.setReason("being multiply active", true);
      }
      if (!primitive.managed()) {
        stop.clear(ActionFlag.RUNNABLE);
      }
      if (working.options().removeAfterStop()) {
        Cleanup.schedule(working, primitive, node, optional);
      }
      if (primitive.requires() == Requires.UNFENCING) {
        stop.orderBefore(actions.unfencing(node, true, null), OrderingFlags.IMPLIES_FIRST);
      }
    }
  }

  private void start(@Nullable WorkingNode node, boolean optional) {
    Action start = actions.of(primitive, Task.START, node, true);
    if (node != null) {
      Unfencing.orderBefore(working, primitive, node, start, OrderingFlags.IMPLIES_THEN);
    }
    if (start.runnable() && !optional) {
      start.clear(ActionFlag.OPTIONAL);
    }
    if (expectedOn(node)) {
      start.set(ActionFlag.PSEUDO);
    }
  }

  private void promote(@Nullable WorkingNode node, boolean optional) {
    String startKey = Task.key(primitive.id(), Task.START, 0);
    boolean runnable =
        node == null
            || Actions.findExactly(primitive, startKey, node).stream().allMatch(Action::runnable);
    if (runnable) {
      Action promote = actions.of(primitive, Task.PROMOTE, node, optional);
      if (expectedOn(node)) {
        promote.set(ActionFlag.PSEUDO);
      }
    } else if (node != null) {
      String promoteKey = Task.key(primitive.id(), Task.PROMOTE, 0);
      Actions.findExactly(primitive, promoteKey, node)
          .forEach(action -> action.clear(ActionFlag.RUNNABLE));
    }
  }

  private void demote(boolean optional) {
    for (WorkingNode node : primitive.runningOn()) {
      if (!expectedOn(node)) {
        actions.of(primitive, Task.DEMOTE, node, optional);
      }
    }
  }
}
