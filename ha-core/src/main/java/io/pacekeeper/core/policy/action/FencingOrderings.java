package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Requires;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;

/**
 * Orders what happens to resources against the fencing of a node: what runs on it is stopped by the
 * fencing itself, and what needs it starts only afterwards.
 */
final class FencingOrderings {
  private final WorkingSet working;
  private final Notifications notifications;

  FencingOrderings(WorkingSet working, Notifications notifications) {
    this.working = working;
    this.notifications = notifications;
  }

  void add(Action fencing, WorkingNode target) {
    for (WorkingResource resource : working.resources()) {
      add(resource, fencing, target);
    }
  }

  private void add(WorkingResource resource, Action fencing, WorkingNode target) {
    for (WorkingResource child : resource.children()) {
      add(child, fencing, target);
    }
    if (resource instanceof WorkingPrimitive primitive && primitive.managed()) {
      orderStarts(primitive, fencing, target);
      orderStops(primitive, fencing, target);
      orderDemotions(primitive, fencing, target);
    }
  }

  private static void orderStarts(WorkingPrimitive primitive, Action fencing, WorkingNode target) {
    // Newest first, as everything that makes edges of a whole list of actions.
    for (int i = primitive.actions().size() - 1; i >= 0; i--) {
      Action action = primitive.actions().get(i);
      if (action.needs().fencing()) {
        fencing.orderBefore(action, OrderingFlags.OPTIONAL);
      } else if (action.needs() == Requires.QUORUM
          && action.task().equals(Task.START)
          && primitive.allowed().contains(target.index())
          && !knownOn(primitive, target)) {
        // It may be active there for all we know, as long as nobody has asked.
        fencing.orderBefore(action, OrderingFlags.OPTIONAL | OrderingFlags.RUNNABLE_LEFT);
      }
    }
  }

  private static boolean knownOn(WorkingPrimitive primitive, WorkingNode node) {
    if (primitive.knownOn().get(node.index())) {
      return true;
    }
    // Of a cloned group only some members may have been asked about.
    return primitive.parent() instanceof WorkingClone clone
        && clone.anonymous()
        && clone.knownOn().get(node.index());
  }

  private void orderStops(WorkingPrimitive primitive, Action fencing, WorkingNode target) {
    for (Action stop : Actions.find(primitive, Task.STOP, target)) {
      // It would never be done: the fencing does it.
      stop.set(ActionFlag.PSEUDO);
      stop.set(ActionFlag.RUNNABLE);
      if (primitive.needsFencing()) {
        stop.set(ActionFlag.IMPLIED_BY_STONITH);
        fencing.orderBefore(stop, OrderingFlags.PRESERVE);
        Action parentStop = Actions.newest(primitive.top(), Task.STOP, null);
        if (parentStop != null) {
          fencing.orderBefore(parentStop, OrderingFlags.PRESERVE);
        }
      }
      if (primitive.has(ResourceFlag.NOTIFY)) {
        notifications.afterFencing(primitive, fencing);
      }
    }
  }

  private static void orderDemotions(
      WorkingPrimitive primitive, Action fencing, WorkingNode target) {
    for (Action demote : Actions.find(primitive, Task.DEMOTE, target)) {
      if (target.online() && !target.unclean() && !primitive.has(ResourceFlag.FAILED)) {
        continue;
      }
      demote.set(ActionFlag.PSEUDO);
      demote.set(ActionFlag.RUNNABLE);
      if (primitive.needsFencing()) {
        fencing.orderBefore(demote, OrderingFlags.PRESERVE | OrderingFlags.OPTIONAL);
      }
    }
  }
}
