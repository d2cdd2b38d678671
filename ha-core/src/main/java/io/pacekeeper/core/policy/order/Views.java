package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.Parts;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import org.jspecify.annotations.Nullable;

/**
 * What an action of a group or clone is follows from what the actions of its members are. Looking
 * at it takes note of that: it becomes required with any of them, for good.
 */
public final class Views {
  static final int OPTIONAL = ActionFlag.OPTIONAL.bit();
  static final int RUNNABLE = ActionFlag.RUNNABLE.bit();
  static final int MIGRATE_RUNNABLE = ActionFlag.MIGRATE_RUNNABLE.bit();
  private static final String NO_TASK = "none";
  private static final int COLLECTIVE = OPTIONAL | RUNNABLE | ActionFlag.PSEUDO.bit();

  private Views() {}

  /** Returns the flags of an action as orderings see them: a clone is runnable if any part is. */
  static int forOrdering(Action action, @Nullable WorkingNode node) {
    WorkingResource resource = action.resource();
    if (resource == null || resource instanceof WorkingPrimitive) {
      return action.flags();
    }
    int flags = of(action, null);
    if (node == null || !(resource instanceof WorkingClone)) {
      return flags;
    }
    return of(action, node) | (flags & RUNNABLE);
  }

  /** Returns the flags of an action, on a node if one is given. */
  public static int of(Action action, @Nullable WorkingNode node) {
    if (action.resource() instanceof WorkingClone clone) {
      return ofClone(action, clone, node);
    }
    if (action.resource() instanceof WorkingGroup group) {
      return ofGroup(action, group, node);
    }
    return action.flags();
  }

  private static int ofClone(Action action, WorkingClone clone, @Nullable WorkingNode node) {
    boolean anyRequired = false;
    boolean anyRunnable = false;
    if (!clone.children().isEmpty()) {
      WorkingResource first = clone.children().get(0);
      String task = taskOfPart(action, first);
      if (first instanceof WorkingPrimitive) {
        Parts.OfTask parts = clone.parts().of(task, node);
        anyRequired = parts.anyRequired();
        anyRunnable = parts.anyRunnable();
      } else {
        for (WorkingResource instance : clone.children()) {
          boolean group = !instance.children().isEmpty();
          Action part = Actions.newest(instance, task, group ? null : node);
          if (part != null) {
            int partFlags = of(part, node);
            anyRequired |= (partFlags & OPTIONAL) == 0;
            anyRunnable |= (partFlags & RUNNABLE) != 0;
          }
        }
      }
    }
    int flags = COLLECTIVE;
    if (anyRequired) {
      flags &= ~OPTIONAL;
      action.clear(ActionFlag.OPTIONAL);
    }
    if (!anyRunnable) {
      flags &= ~RUNNABLE;
      if (node == null) {
        action.clear(ActionFlag.RUNNABLE);
      }
    }
    return flags;
  }

  private static int ofGroup(Action action, WorkingGroup group, @Nullable WorkingNode node) {
    int flags = COLLECTIVE;
    String task = atomic(action.task());
    Parts.OfTask parts = group.parts().of(task, node);
    boolean down = task.equals(Task.STOP) || task.equals(Task.DEMOTE);
    if (!down && parts.anyMissing()) {
      flags &= ~RUNNABLE;
    }
    if (parts.anyRequired()) {
      flags &= ~OPTIONAL;
      action.clear(ActionFlag.OPTIONAL);
    }
    boolean reaches = !task.equals(action.task());
    if (reaches && (down ? parts.anyStuck() : parts.stuckBeforeMissing())) {
      flags &= ~RUNNABLE;
      action.clear(ActionFlag.RUNNABLE);
    }
    return flags;
  }

  /** Returns what a part of a clone does when the whole does something. */
  static String taskOfPart(Action action, WorkingResource part) {
    String task = action.task();
    if (task.equals(Task.NOTIFY) || task.equals(Task.NOTIFIED)) {
      task = operationOf(action.key());
    }
    String ofPrimitive = atomic(task);
    return part instanceof WorkingPrimitive || ofPrimitive.equals(NO_TASK) ? ofPrimitive : task;
  }

  /** Returns the operation in the key of a notification: {@code start} of x_pre_notify_start_0. */
  private static String operationOf(String key) {
    int end = key.lastIndexOf('_');
    int begin = key.lastIndexOf('_', end - 1);
    return key.substring(begin + 1, Math.max(begin + 1, end));
  }

  /**
   * Returns the task of a primitive that leads to what a whole group or clone has reached. A whole
   * is not handed over or deleted: of that, its parts say nothing.
   */
  private static String atomic(String task) {
    return switch (task) {
      case Task.MIGRATE_TO, Task.MIGRATE_FROM, Task.DELETE, Task.LRM_DELETE -> NO_TASK;
      case Task.RUNNING -> Task.START;
      case Task.STOPPED -> Task.STOP;
      case Task.PROMOTED -> Task.PROMOTE;
      case Task.DEMOTED -> Task.DEMOTE;
      default -> task;
    };
  }

  /** Returns what a whole group or clone has reached once a task is done. */
  static @Nullable String reached(String task) {
    return switch (task) {
      case Task.START, Task.RUNNING -> Task.RUNNING;
      case Task.STOP, Task.STOPPED -> Task.STOPPED;
      case Task.PROMOTE, Task.PROMOTED -> Task.PROMOTED;
      case Task.DEMOTE, Task.DEMOTED -> Task.DEMOTED;
      default -> null;
    };
  }
}
