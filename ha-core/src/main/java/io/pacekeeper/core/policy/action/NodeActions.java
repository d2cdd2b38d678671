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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has unclean nodes be fenced, and lets those go that asked to be shut down. */
public final class NodeActions {
  private final WorkingSet working;
  private final FencingOrderings fencingOrderings;
  private final List<Action> fencings = new ArrayList<>();
  private final List<Action> shutdowns = new ArrayList<>();
  private @Nullable Map<WorkingNode, List<Action>> stops;
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
    if (!node.maintenance()) {
      orderStops(node, shutdown);
    }
    if (node.dc()) {
      dcDown = shutdown;
    } else {
      shutdowns.add(shutdown);
    }
  }

  private void orderStops(WorkingNode node, Action shutdown) {
    for (Action stop : stops().getOrDefault(node, List.of())) {
      WorkingResource resource = stop.resource();
      if (resource != null
          && !resource.has(ResourceFlag.MAINTENANCE)
          && (resource.managed() || resource.has(ResourceFlag.BLOCKED))) {
        stop.clear(ActionFlag.OPTIONAL);
        working
            .orderings()
            .order(stop, shutdown, OrderingFlags.OPTIONAL | OrderingFlags.RUNNABLE_LEFT);
      }
    }
  }

  private Map<WorkingNode, List<Action>> stops() {
    if (stops == null) {
      stops = new HashMap<>();
      List<Action> all = working.actions().all();
      for (int i = all.size() - 1; i >= 0; i--) {
        Action action = all.get(i);
        if (action.task().equals(Task.STOP) && action.node() != null) {
          stops.computeIfAbsent(action.node(), any -> new ArrayList<>()).add(action);
        }
      }
    }
    return stops;
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
