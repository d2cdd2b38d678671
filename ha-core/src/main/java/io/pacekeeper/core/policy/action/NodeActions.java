package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has unclean nodes be fenced, and lets those go that asked to be shut down. */
public final class NodeActions {
  private final WorkingSet working;
  private final FencingOrderings fencingOrderings;
  private final List<Action> fencings = new ArrayList<>();
  private final List<Action> shutdowns = new ArrayList<>();
  private @Nullable Action dcDown;

  private NodeActions(WorkingSet working, Notifications notifications) {
    this.working = working;
    this.fencingOrderings = new FencingOrderings(working, notifications);
  }

  /** Adds what has to be done to nodes, once the actions of all resources exist. */
  public static void create(WorkingSet working, Notifications notifications) {
    new NodeActions(working, notifications).create();
  }

  private void create() {
    boolean anyManaged = anyManaged(working.resources());
    for (WorkingNode node : working.nodes()) {
      if (anyManaged && node.unclean() && working.actions().canFence(node)) {
        fence(node);
      } else if (node.online() && node.shutdown()) {
        shutDown(node);
      }
    }
    orderDc();
  }

  private static boolean anyManaged(List<? extends WorkingResource> resources) {
    for (WorkingResource resource : resources) {
      if (resource.managed() || anyManaged(resource.children())) {
        return true;
      }
    }
    return false;
  }

  private void fence(WorkingNode node) {
    Action fencing = working.actions().fencing(node, false, "node is unclean");
    fencingOrderings.add(fencing, node);
    if (node.dc()) {
      dcDown = fencing;
      return;
    }
    if (!working.options().concurrentFencing() && !fencings.isEmpty()) {
      fencings.get(fencings.size() - 1).orderBefore(fencing, OrderingFlags.OPTIONAL);
    }
    fencings.add(fencing);
  }

  private void shutDown(WorkingNode node) {
    Action shutdown =
        working
            .actions()
            .of(null, Task.SHUTDOWN + '-' + node.name(), Task.SHUTDOWN, 0, node, false);
    for (WorkingResource resource : node.running()) {
      orderStops(resource, node, shutdown);
    }
    if (node.dc()) {
      dcDown = shutdown;
    } else {
      shutdowns.add(shutdown);
    }
  }

  private void orderStops(WorkingResource resource, WorkingNode node, Action shutdown) {
    if (resource.has(ResourceFlag.MAINTENANCE)
        || node.maintenance()
        || (!resource.managed() && !resource.has(ResourceFlag.BLOCKED))) {
      return;
    }
    for (Action action : resource.actions()) {
      if (action.node() == node && action.task().equals(Task.STOP)) {
        action.clear(ActionFlag.OPTIONAL);
        working
            .orderings()
            .order(action, shutdown, OrderingFlags.OPTIONAL | OrderingFlags.RUNNABLE_LEFT);
      }
    }
  }

  /** The DC goes last, so that it can see to the others first. */
  private void orderDc() {
    Action last = dcDown;
    if (last == null) {
      return;
    }
    if (last.task().equals(Task.SHUTDOWN)) {
      shutdowns.forEach(shutdown -> shutdown.orderBefore(last, OrderingFlags.OPTIONAL));
    }
    if (working.options().concurrentFencing()) {
      fencings.forEach(fencing -> fencing.orderBefore(last, OrderingFlags.OPTIONAL));
    } else if (!fencings.isEmpty()) {
      fencings.get(fencings.size() - 1).orderBefore(last, OrderingFlags.OPTIONAL);
    }
  }
}
