package io.pacekeeper.core.policy.action;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** Makes the actions of all resources, those that stand for a whole group or clone included. */
public final class ActionCreation {
  private final WorkingSet working;
  private final Actions actions;
  private final Notifications notifications;

  private ActionCreation(WorkingSet working, Notifications notifications) {
    this.working = working;
    this.actions = working.actions();
    this.notifications = notifications;
  }

  /** Adds the actions of all resources, once each of them was assigned. */
  public static void create(WorkingSet working, Notifications notifications) {
    ActionCreation creation = new ActionCreation(working, notifications);
    for (WorkingResource resource : working.resources()) {
      creation.create(resource);
    }
  }

  private void create(WorkingResource resource) {
    if (resource instanceof WorkingPrimitive primitive) {
      PrimitiveActions.create(working, primitive);
    } else if (resource instanceof WorkingGroup group) {
      createGroup(group);
    } else if (resource instanceof WorkingClone clone) {
      createClone(clone);
    }
  }

  private void createGroup(WorkingGroup group) {
    group.children().forEach(this::create);
    for (String task : new String[] {Task.START, Task.RUNNING, Task.STOP, Task.STOPPED}) {
      actions.pseudo(group, task, true, true);
    }
    if (group.top() instanceof WorkingClone clone && clone.promotable()) {
      for (String task : new String[] {Task.DEMOTE, Task.DEMOTED, Task.PROMOTE, Task.PROMOTED}) {
        actions.pseudo(group, task, true, true);
      }
    }
  }

  private void createClone(WorkingClone clone) {
    boolean starting = false;
    boolean stopping = false;
    boolean active = false;
    boolean restarting = false;
    for (WorkingResource instance : clone.children()) {
      create(instance);
      Changes changes = new Changes();
      changes.add(instance);
      starting |= changes.starting;
      stopping |= changes.stopping;
      active |= changes.active;
      restarting |= changes.starting && changes.stopping;
    }
    Action start = actions.pseudo(clone, Task.START, !starting, true);
    Action running = actions.pseudo(clone, Task.RUNNING, !starting, false);
    running.setPriority(Score.INFINITY);
    if (active || starting) {
      running.set(ActionFlag.RUNNABLE);
    } else {
      running.clear(ActionFlag.RUNNABLE);
    }
    notifications.around(clone, Task.START, start, running);
    Action stop = actions.pseudo(clone, Task.STOP, !stopping, true);
    Action stopped = actions.pseudo(clone, Task.STOPPED, !stopping, true);
    stopped.setPriority(Score.INFINITY);
    if (!restarting) {
      stop.set(ActionFlag.MIGRATE_RUNNABLE);
    }
    notifications.around(clone, Task.STOP, stop, stopped);
    notifications.orderStartAndStop(clone);
    if (clone.ordered()) {
      orderInstances(clone);
    }
    if (clone.promotable()) {
      createPromotable(clone);
    }
  }

  /** Starts and stops that were found necessary follow each other in the order of the numbers. */
  private static void orderInstances(WorkingClone clone) {
    InternalOrderings.sortByNumber(clone);
    Action lastStop = null;
    Action lastStart = null;
    for (WorkingResource instance : clone.children()) {
      Action stop = onlyNecessary(instance, Task.STOP);
      Action start = onlyNecessary(instance, Task.START);
      if (stop != null) {
        if (lastStop != null) {
          stop.orderBefore(lastStop, OrderingFlags.OPTIONAL);
        }
        lastStop = stop;
      }
      if (start != null) {
        if (lastStart != null) {
          lastStart.orderBefore(start, OrderingFlags.OPTIONAL);
        }
        lastStart = start;
      }
    }
  }

  /** Returns the one action of a task that is necessary; null: none is, or several are. */
  private static @Nullable Action onlyNecessary(WorkingResource instance, String task) {
    Action only = null;
    for (Action action : Actions.ofKey(instance, Task.key(instance.id(), task, 0), null)) {
      if (!action.optional()) {
        if (only != null) {
          return null;
        }
        only = action;
      }
    }
    return only;
  }

  private void createPromotable(WorkingClone clone) {
    Changes changes = new Changes();
    for (WorkingResource instance : clone.children()) {
      create(instance);
      changes.add(instance);
    }
    Action promote = actions.pseudo(clone, Task.PROMOTE, !changes.promoting, true);
    Action promoted = actions.pseudo(clone, Task.PROMOTED, !changes.promoting, true);
    promoted.setPriority(Score.INFINITY);
    notifications.around(clone, Task.PROMOTE, promote, promoted);
    Action demote = actions.pseudo(clone, Task.DEMOTE, !changes.demoting, true);
    Action demoted = actions.pseudo(clone, Task.DEMOTED, !changes.demoting, true);
    demoted.setPriority(Score.INFINITY);
    notifications.around(clone, Task.DEMOTE, demote, demoted);
    notifications.orderPromoteAndDemote(clone);
    for (WorkingResource instance : clone.children()) {
      instance.setPriority(clone.priority());
    }
  }

  /** What is going to happen to an instance, or to any of several. */
  private static final class Changes {
    private boolean starting;
    private boolean stopping;
    private boolean active;
    private boolean promoting;
    private boolean demoting;

    void add(WorkingResource resource) {
      if (!resource.children().isEmpty()) {
        resource.children().forEach(this::add);
        return;
      }
      active |= !resource.runningOn().isEmpty();
      for (Action action : resource.actions()) {
        if (action.optional()) {
          continue;
        }
        switch (action.task()) {
          case Task.STOP -> stopping |= action.pseudo() || action.runnable();
          case Task.START -> starting |= action.runnable();
          case Task.PROMOTE -> promoting = true;
          case Task.DEMOTE -> demoting = true;
          default -> {}
        }
      }
    }
  }
}
