package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Actions are all actions of a decision; each is found by its key and its node. */
public final class Actions {
  private final WorkingSet working;
  private final List<Action> all = new ArrayList<>();

  Actions(WorkingSet working) {
    this.working = working;
  }

  /** Returns all actions in the order in which they were created. */
  public List<Action> all() {
    return all;
  }

  /** Returns the action of a task of a resource on a node; it is made if there is none. */
  public Action of(
      WorkingResource resource,
      String task,
      long interval,
      @Nullable WorkingNode node,
      boolean optional) {
    return of(resource, Task.key(resource.id(), task, interval), task, interval, node, optional);
  }

  /** Returns the action of a key on a node; it is made if there is none. */
  public Action of(
      @Nullable WorkingResource resource,
      String key,
      String task,
      long interval,
      @Nullable WorkingNode node,
      boolean optional) {
    Action action = find(resource, key, node);
    if (action == null) {
      action = new Action(all.size() + 1, resource, key, task, interval, node);
      action.set(ActionFlag.RUNNABLE);
      if (optional) {
        action.set(ActionFlag.OPTIONAL);
      }
      all.add(action);
      if (resource != null) {
        resource.actions().add(action);
      }
    }
    if (!optional) {
      action.clear(ActionFlag.OPTIONAL);
    }
    return action;
  }

  private @Nullable Action find(
      @Nullable WorkingResource resource, String key, @Nullable WorkingNode node) {
    for (Action action : resource == null ? all : resource.actions()) {
      if (!action.key().equalsIgnoreCase(key)) {
        continue;
      }
      if (node == null || action.node() == node) {
        return action;
      }
      if (action.node() == null) {
        action.setNode(node);
        return action;
      }
    }
    return null;
  }

  /** Returns the fencing of a node; it is made, as optional, if there is none. */
  public Action fencing(WorkingNode node, boolean optional, @Nullable String reason) {
    String operation = working.options().stonithAction();
    Action action =
        of(
            null,
            "stonith-" + node.name() + '-' + operation,
            Task.STONITH,
            0,
            node,
            optional);
    action.meta().put("stonith_action", operation);
    if (reason != null) {
      action.setReason(reason, false);
    }
    return action;
  }

  /** Has a node be fenced, if it can be, for a reason; the first reason stands. */
  public void fenceNode(WorkingNode node, String reason, boolean priorityDelay) {
    if (node.unclean()) {
      return;
    }
    node.setUnclean(true);
    Action fencing = fencing(node, true, reason);
    if (priorityDelay) {
      fencing.meta().put("priority-fencing-delay", "");
    }
  }
}
