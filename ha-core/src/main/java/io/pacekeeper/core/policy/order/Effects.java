package io.pacekeeper.core.policy.order;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;

/** What an edge of one kind does to the two actions at its ends, and why it did. */
final class Effects {
  private Effects() {}

  /**
   * Lets one kind of ordering take effect on two actions.
   *
   * @param flags those of the first action, as the ordering sees them
   * @param filter what the ordering is about: being optional, being runnable
   */
  static void apply(Action first, Action then, int flags, int filter, int kind) {
    boolean aboutOptional = (filter & Views.OPTIONAL) != 0;
    switch (kind) {
      case OrderingFlags.ASYMMETRICAL -> asymmetrical(first, then);
      case OrderingFlags.IMPLIES_FIRST -> impliesFirst(first, then, flags, aboutOptional);
      case OrderingFlags.PROMOTED_IMPLIES_FIRST -> promotedImpliesFirst(first, then);
      case OrderingFlags.IMPLIES_FIRST_MIGRATABLE -> {
        if (!then.has(ActionFlag.MIGRATE_RUNNABLE) || !then.runnable()) {
          clear(first, ActionFlag.RUNNABLE, then);
        }
        if (!then.optional()) {
          clear(first, ActionFlag.OPTIONAL, then);
        }
      }
      case OrderingFlags.PSEUDO_LEFT -> {
        if (!first.runnable()) {
          clear(then, ActionFlag.MIGRATE_RUNNABLE, first);
          then.clear(ActionFlag.PSEUDO);
        }
      }
      case OrderingFlags.RUNNABLE_LEFT -> {
        if (then.runnable() && (flags & Views.RUNNABLE) == 0) {
          clear(then, ActionFlag.RUNNABLE, first);
          clear(then, ActionFlag.MIGRATE_RUNNABLE, first);
        }
      }
      case OrderingFlags.IMPLIES_THEN -> {
        if (then.optional()
            && (flags & Views.OPTIONAL) == 0
            && !first.has(ActionFlag.MIGRATE_RUNNABLE)) {
          clear(then, ActionFlag.OPTIONAL, first);
        }
      }
      case OrderingFlags.RESTART -> restart(first, then);
      default -> {}
    }
  }

  /** Returns whether a kind of ordering ever has an effect on the actions at its ends. */
  static boolean any(int kind) {
    return kind != OrderingFlags.OPTIONAL && kind != OrderingFlags.ONE_OR_MORE;
  }

  private static void impliesFirst(Action first, Action then, int flags, boolean aboutOptional) {
    if (then.optional()) {
      return;
    }
    if (aboutOptional && (flags & Views.OPTIONAL) == 0 && first.optional()) {
      clear(first, ActionFlag.OPTIONAL, then);
    }
    if ((flags & Views.MIGRATE_RUNNABLE) != 0 && !then.has(ActionFlag.MIGRATE_RUNNABLE)) {
      clear(first, ActionFlag.MIGRATE_RUNNABLE, then);
    }
  }

  private static void promotedImpliesFirst(Action first, Action then) {
    WorkingResource resource = then.resource();
    if (resource == null || resource.role() != Role.PROMOTED || then.optional()) {
      return;
    }
    clear(first, ActionFlag.OPTIONAL, then);
    if (first.has(ActionFlag.MIGRATE_RUNNABLE) && !then.has(ActionFlag.MIGRATE_RUNNABLE)) {
      clear(first, ActionFlag.MIGRATE_RUNNABLE, then);
    }
  }

  private static void asymmetrical(Action first, Action then) {
    WorkingResource resource = then.resource();
    if (resource == null || first.runnable()) {
      return;
    }
    if (then.optional()) {
      Role role = Roles.current(resource);
      if (role == Role.STOPPED && then.task().equals(Task.STOP)) {
        return;
      }
      WorkingNode node = then.node();
      if (role.compareTo(Role.STARTED) >= 0
          && then.task().equals(Task.START)
          && node != null
          && resource.runningOn().size() == 1
          && resource.runningOn().get(0) == node) {
        return;
      }
    }
    clear(then, ActionFlag.OPTIONAL, first);
    clear(then, ActionFlag.RUNNABLE, first);
  }

  /** What is started anew has to be stopped before; so has what cannot be started again. */
  private static void restart(Action first, Action then) {
    WorkingResource resource = then.resource();
    boolean needed =
        !then.optional()
            || (!then.runnable()
                && resource != null
                && resource.managed()
                && first.resource() == resource);
    if (!needed) {
      return;
    }
    if (first.runnable() || !then.optional()) {
      clear(first, ActionFlag.OPTIONAL, then);
    }
    if (!then.has(ActionFlag.MIGRATE_RUNNABLE)) {
      clear(first, ActionFlag.MIGRATE_RUNNABLE, then);
    }
    if (!first.optional() && !first.runnable()) {
      clear(then, ActionFlag.RUNNABLE, first);
    }
  }

  /** Returns whether a stop that cannot be done holds up everything that depends on it. */
  static boolean blocks(Action first, int kinds) {
    WorkingResource resource = first.resource();
    return (kinds
                & (OrderingFlags.IMPLIES_THEN
                    | OrderingFlags.IMPLIES_FIRST
                    | OrderingFlags.RESTART))
            != 0
        && resource != null
        && !resource.managed()
        && resource.has(ResourceFlag.BLOCKED)
        && !first.runnable()
        && first.task().equals(Task.STOP);
  }

  /** Clears a flag; the reason is the other action, if that is of another resource. */
  private static void clear(Action action, ActionFlag flag, Action because) {
    if (!action.has(flag)) {
      return;
    }
    action.clear(flag);
    if (action.resource() != because.resource()) {
      String change = flag == ActionFlag.OPTIONAL ? "required" : "unrunnable";
      WorkingResource other = because.resource();
      String reason =
          other == null
              ? change + ' ' + because.task()
              : change + ' ' + other.id() + ' ' + because.task();
      action.setReason(reason, flag == ActionFlag.MIGRATE_RUNNABLE);
    }
  }
}
