package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.HashSet;
import java.util.Set;

/**
 * What is about to happen to some instance of a clone.
 *
 * @param tasks those that are required of some instance
 */
record Activity(Set<String> tasks) {
  static final Activity NONE = new Activity(Set.of());

  static Activity of(WorkingResource clone) {
    Set<String> tasks = new HashSet<>();
    collect(clone, tasks);
    return new Activity(tasks);
  }

  private static void collect(WorkingResource resource, Set<String> tasks) {
    for (WorkingResource child : resource.children()) {
      collect(child, tasks);
    }
    if (!resource.children().isEmpty()) {
      return;
    }
    for (Action action : resource.actions()) {
      if (action.optional() || action.node() == null) {
        continue;
      }
      boolean lost = action.task().equals(Task.STOP) && action.node().unclean();
      if (lost || action.runnable()) {
        tasks.add(action.task());
      }
    }
  }

  boolean has(String task) {
    return tasks.contains(task);
  }
}
