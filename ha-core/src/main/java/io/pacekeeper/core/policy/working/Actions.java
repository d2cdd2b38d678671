package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Actions are all actions of a decision; each is found by its key and its node. */
public final class Actions {
  private final WorkingSet working;
  private final List<Action> all = new ArrayList<>();
  private final Map<String, List<Action>> ofNoResource = new HashMap<>();

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

  /** Returns the action of a task, done once, of a resource on a node. */
  public Action of(
      WorkingResource resource, String task, @Nullable WorkingNode node, boolean optional) {
    return of(resource, task, 0, node, optional);
  }

  /**
   * Returns the action of a key on a node; it is made if there is none. What was required stays so.
   * Whether it can be done is judged anew each time.
   */
  public Action of(
      @Nullable WorkingResource resource,
      String key,
      String task,
      long interval,
      @Nullable WorkingNode node,
      boolean optional) {
    List<Action> found =
        resource == null
            ? find(ofNoResource.getOrDefault(key, List.of()), key, node)
            : resource.actionTable().find(key, node);
    Action action;
    if (found.isEmpty()) {
      action = new Action(all.size() + 1, resource, key, task, interval, node);
      action.set(ActionFlag.RUNNABLE);
      if (optional) {
        action.set(ActionFlag.OPTIONAL);
      }
      if (task.equals(Task.LRM_DELETE)) {
        action.set(ActionFlag.ON_DC);
      }
      all.add(action);
      if (resource == null) {
        ofNoResource.computeIfAbsent(key, any -> new ArrayList<>(1)).add(action);
      } else {
        resource.actionTable().add(action);
        resource.actionChanged(action);
      }
    } else {
      action = found.get(0);
    }
    judgeOptional(action, optional);
    if (resource != null) {
      judgeRunnable(action, resource);
    }
    return action;
  }

  /** Returns a pseudo-action of a resource, which has no node. */
  public Action pseudo(WorkingResource resource, String task, boolean optional, boolean runnable) {
    Action action = of(resource, task, 0, null, optional);
    action.set(ActionFlag.PSEUDO);
    if (runnable) {
      action.set(ActionFlag.RUNNABLE);
    }
    return action;
  }

  /** Returns a pseudo-action of no resource. */
  public Action pseudo(String name) {
    Action action = of(null, name, name, 0, null, true);
    action.set(ActionFlag.PSEUDO);
    action.set(ActionFlag.RUNNABLE);
    return action;
  }

  /** Returns the action that stops repeating a task; it replaces the repeated one. */
  public Action cancel(WorkingResource resource, String task, long interval, WorkingNode node) {
    String key = Task.key(resource.id(), task, interval);
    Action action = of(resource, key, task, interval, node, false);
    action.turnIntoCancel();
    return action;
  }

  /**
   * Returns the actions of a key, in the order in which they were made. With a node: those on it,
   * and those without a node, which get it.
   */
  public static List<Action> ofKey(
      WorkingResource resource, String key, @Nullable WorkingNode node) {
    return resource.actionTable().find(key, node);
  }

  /** Returns those of some actions that have a key; see {@link #ofKey}. */
  static List<Action> find(List<Action> actions, String key, @Nullable WorkingNode node) {
    List<Action> found = List.of();
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      WorkingNode place = action.node();
      if ((node == null || place == null || place == node) && action.key().equals(key)) {
        if (place == null && node != null) {
          action.setNode(node);
        }
        if (found.isEmpty()) {
          found = new ArrayList<>(2);
        }
        found.add(action);
      }
    }
    return found;
  }

  /** Returns the actions of a task, done once, of a resource; see {@link #ofKey}. */
  public static List<Action> find(
      WorkingResource resource, String task, @Nullable WorkingNode node) {
    return ofKey(resource, Task.key(resource.id(), task, 0), node);
  }

  /** Returns the actions of a key that have just this node. */
  public static List<Action> findExactly(WorkingResource resource, String key, WorkingNode node) {
    List<Action> found = List.of();
    for (Action action : resource.actions()) {
      if (action.node() == node && action.key().equals(key)) {
        if (found.isEmpty()) {
          found = new ArrayList<>(2);
        }
        found.add(action);
      }
    }
    return found;
  }

  /** Returns the newest action of a task, on the node if one is given; null: there is none. */
  public static @Nullable Action newest(
      WorkingResource resource, String task, @Nullable WorkingNode node) {
    List<Action> actions = resource.actions();
    for (int i = actions.size() - 1; i >= 0; i--) {
      Action action = actions.get(i);
      if (action.task().equals(task) && (node == null || action.node() == node)) {
        return action;
      }
    }
    return null;
  }

  /** Returns the newest action of a key; null: there is none. */
  public static @Nullable Action newestOfKey(WorkingResource resource, String key) {
    List<Action> actions = resource.actions();
    for (int i = actions.size() - 1; i >= 0; i--) {
      if (actions.get(i).key().equals(key)) {
        return actions.get(i);
      }
    }
    return null;
  }

  private static void judgeOptional(Action action, boolean optional) {
    WorkingResource resource = action.resource();
    if (resource != null
        && action.node() != null
        && !action.pseudo()
        && !resource.managed()
        && action.interval() == 0) {
      action.set(ActionFlag.OPTIONAL);
    } else if (!optional) {
      action.clear(ActionFlag.OPTIONAL);
    }
  }

  private void judgeRunnable(Action action, WorkingResource resource) {
    if (action.pseudo()) {
      return;
    }
    WorkingNode node = action.node();
    if (node == null) {
      action.clear(ActionFlag.RUNNABLE);
    } else if (!action.has(ActionFlag.ON_DC) && !node.online()) {
      action.clear(ActionFlag.RUNNABLE);
      if (resource.managed() && action.task().equals(Task.STOP) && !node.unclean()) {
        fenceNode(node, "stop is unrunnable", false);
      }
    } else if (!action.has(ActionFlag.ON_DC) && node.pending()) {
      action.clear(ActionFlag.RUNNABLE);
    } else if (action.needs() == Requires.NOTHING) {
      action.setReason(null, true);
      action.set(ActionFlag.RUNNABLE);
    } else {
      judgeQuorum(action, resource);
    }
  }

  private void judgeQuorum(Action action, WorkingResource resource) {
    switch (effectivePolicy(resource)) {
      case STOP -> {
        action.clear(ActionFlag.RUNNABLE);
        action.setReason("no quorum", true);
      }
      case FREEZE -> {
        boolean fullyActive = !resource.runningOn().isEmpty();
        if (!fullyActive || resource.nextRole().compareTo(resource.role()) > 0) {
          action.clear(ActionFlag.RUNNABLE);
          action.setReason("quorum freeze", true);
        }
      }
      default -> action.set(ActionFlag.RUNNABLE);
    }
  }

  private NoQuorumPolicy effectivePolicy(WorkingResource resource) {
    NoQuorumPolicy policy = working.options().noQuorumPolicy();
    if (working.haveQuorum()) {
      return NoQuorumPolicy.IGNORE;
    }
    if (policy != NoQuorumPolicy.DEMOTE) {
      return policy;
    }
    if (resource.role() != Role.PROMOTED && resource.role() != Role.UNPROMOTED) {
      return NoQuorumPolicy.STOP;
    }
    if (resource.nextRole().compareTo(Role.UNPROMOTED) > 0) {
      resource.setNextRole(Role.UNPROMOTED);
    }
    return NoQuorumPolicy.IGNORE;
  }

  /** Returns whether a node can be fenced. */
  public boolean canFence(WorkingNode node) {
    return working.options().stonithEnabled()
        && working.fenceDeviceKnown()
        && (working.haveQuorum()
            || working.options().noQuorumPolicy() == NoQuorumPolicy.IGNORE
            || node.online());
  }

  /** Returns the fencing of a node; it is made, as optional, if there is none. */
  public Action fencing(WorkingNode node, boolean optional, @Nullable String reason) {
    return fencing(node, working.options().stonithAction(), optional, reason);
  }

  /** Returns the unfencing of a node; it is made, as optional, if there is none. */
  public Action unfencing(WorkingNode node, boolean optional, @Nullable String reason) {
    return fencing(node, "on", optional, reason);
  }

  private Action fencing(
      WorkingNode node, String operation, boolean optional, @Nullable String reason) {
    String key = Task.STONITH + '-' + node.name() + '-' + operation;
    List<Action> existing = ofNoResource.getOrDefault(key, List.of());
    Action action =
        existing.isEmpty() ? of(null, key, Task.STONITH, 0, node, true) : existing.get(0);
    action.meta().put("stonith_action", operation);
    boolean changed = existing.isEmpty() && working.fenceDevicesChanged(node);
    if ((!optional || changed) && canFence(node)) {
      action.clear(ActionFlag.OPTIONAL);
    }
    action.setReason(reason, false);
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
